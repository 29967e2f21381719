package dev.ttbench.spec;

/** The names an expression can see. */
public interface Scope {
    /** A scope without names. */
    Scope EMPTY = name -> {
        throw new EvalException("unknown name '" + name + "'");
    };

    /**
     * The value of a name: Long, Double, Boolean, String, List, null or an object with {@link Members}.
     *
     * @throws EvalException when there is no such name
     */
    Object lookup(String name);

    /** A value with parts that an expression reaches by a dot. */
    interface Members {
        /**
         * The part of that name.
         *
         * @throws EvalException when there is none
         */
        Object member(String name);

        /** Number of axes; only tensors have one. */
        default long rank() {
            throw new EvalException("rank() wants a tensor");
        }
    }
}
