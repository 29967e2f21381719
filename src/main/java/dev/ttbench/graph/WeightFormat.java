package dev.ttbench.graph;

import dev.ttbench.spec.EvalException;

/**
 * How quantised weights lie in memory: codes of some bits, and a scale (and zero point) for every group of them. Arithmetic stays in the compute type.
 *
 * @param id its name, such as int4
 * @param bits of a weight
 * @param grouping what shares a scale: the whole tensor, a row (one output), blocks along a row, or blocks of the tensor laid out flat
 * @param group weights of a block; 0 where there is none
 * @param scaleBits of a group's scale
 * @param zeroBits of a group's zero point; 0 where there is none
 * @param convolutions whether convolutions are quantised too, or linears alone
 */
public record WeightFormat(String id, int bits, Grouping grouping, long group, int scaleBits, int zeroBits, boolean convolutions) {
    /** What shares a scale. */
    public enum Grouping { TENSOR, ROW, ROW_BLOCK, FLAT_BLOCK }

    /** The same with blocks of another size. */
    public WeightFormat withGroup(long size) {
        if (grouping != Grouping.ROW_BLOCK && grouping != Grouping.FLAT_BLOCK || size < 1) {
            throw new EvalException(size < 1 ? "a block of " + size + " weights is not possible" : "'" + id + "' has no blocks of weights");
        }
        return new WeightFormat(id, bits, grouping, size, scaleBits, zeroBits, convolutions);
    }

    /** Its name, with the size of its blocks where it has any. */
    public String text() {
        return group > 0 ? id + ":" + group : id;
    }

    /** Bytes of a matrix of {@code rows} outputs and {@code columns} inputs: packed codes, then scales and zero points, each rounded up to a byte. */
    public long bytes(long rows, long columns) {
        long weights = Tensor.multiply(rows, columns);
        long groups = switch (grouping) {
            case TENSOR -> 1;
            case ROW -> rows;
            case ROW_BLOCK -> Tensor.multiply(rows, up(columns, group));
            case FLAT_BLOCK -> up(weights, group);
        };
        return Math.addExact(up(Tensor.multiply(weights, bits), 8), Math.addExact(up(Tensor.multiply(groups, scaleBits), 8), up(Tensor.multiply(groups, zeroBits), 8)));
    }

    private static long up(long a, long b) {
        return Math.floorDiv(a, b) + (a % b == 0 ? 0 : 1);
    }
}
