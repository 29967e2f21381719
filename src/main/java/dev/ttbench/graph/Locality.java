package dev.ttbench.graph;

import dev.ttbench.spec.EvalException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Which keys a query of a windowed or sparse self-attention sees. Tokens lie in raster order on a grid; the queries are the last of them, so that a
 * step with a cache asks for what its newest token sees.
 *
 * @param groups dense attentions that it falls apart into, the largest first
 * @param gathered whether every query has keys of its own, so that each of these attentions has one query
 * @param seen most keys that one query sees
 * @param step tokens between neighbouring keys of one query
 */
record Locality(List<Group> groups, boolean gathered, long seen, long step) {

    /** {@code count} dense attentions of that many queries and keys. */
    record Group(long count, long queries, long keys) { }

    private enum Form { WINDOW, GRID, NEIGHBOURHOOD }

    /** What is seen along one axis: {@code size} is that of the form that the step names. */
    private record Side(Form form, long extent, long size) {
        /** Tokens between neighbouring keys: a grid cuts the axis into {@code size} strips and takes one key of each. */
        long step() {
            return form == Form.GRID ? -Math.floorDiv(-extent, size) : 1;
        }

        /** Most keys that a query sees. */
        long most() {
            return form == Form.GRID ? -Math.floorDiv(-extent, step()) : Math.min(size, extent);
        }

        /** How the axis falls apart into parts that see nothing but themselves: pairs of number and extent, the largest first. */
        List<long[]> parts() {
            long equal = form == Form.GRID ? extent % step() : extent / most();
            long[] large = {equal, most()};
            long[] small = form == Form.GRID ? new long[] {step() - equal, extent / step()} : new long[] {1, extent % most()};
            List<long[]> out = new ArrayList<>(2);
            for (long[] part : List.of(large, small)) {
                if (part[0] > 0 && part[1] > 0) {
                    out.add(part);
                }
            }
            return out;
        }

        /** How many of the first {@code until} positions a query at {@code at} sees. */
        long seen(long at, long until) {
            long first = form == Form.GRID ? at % step() : form == Form.WINDOW ? at / size * size : Math.max(0, at - size / 2);
            long end = Math.min(until, form == Form.GRID ? extent : form == Form.WINDOW ? first + size : at + size / 2 + 1);
            return end <= first ? 0 : -Math.floorDiv(first - end, step());
        }
    }

    /** The pattern that a step asks for; null when every query sees every key. */
    static Locality of(Args a, Tensor q, Tensor k, boolean causal) {
        Form form = null;
        for (Form f : Form.values()) {
            if (a.has(name(f))) {
                if (form != null) {
                    throw new EvalException("'" + name(form) + "' and '" + name(f) + "' exclude each other", "two attentions, each with its share of the heads");
                }
                form = f;
            }
        }
        if (form == null) {
            if (a.has("shape")) {
                throw new EvalException("'shape' lays out the tokens of a window, a grid or a neighbourhood, and there is none");
            }
            return null;
        }
        long queries = q.axes()[2].extent();
        long keys = k.axes()[2].extent();
        long[] shape = a.list("shape");
        if (shape == null) {
            shape = Arrays.stream(k.axes()[2].parts()).mapToLong(Part::extent).toArray();
        }
        long[] sizes = a.needed(name(form), shape.length);
        Side[] sides = new Side[shape.length];
        long tokens = 1;
        for (int i = 0; i < sides.length; i++) {
            sides[i] = new Side(form, Args.extent("shape", shape[i]), Args.extent(name(form), sizes[i]));
            tokens = Tensor.multiply(tokens, shape[i]);
            if (form == Form.NEIGHBOURHOOD && sizes[i] % 2 == 0) {
                throw new EvalException("a neighbourhood of " + sizes[i] + " has no centre; an odd number does");
            }
        }
        if (queries > keys || keys > tokens) {
            throw new EvalException("the " + queries + " queries and " + keys + " keys do not lie on a grid of " + Arrays.toString(shape),
                    "keys are the queries' own tokens and those before; 'shape' gives the extents of their axes");
        }
        Locality out = form != Form.NEIGHBOURHOOD && queries == tokens ? parted(sides) : gathered(sides, queries, keys, causal && form == Form.NEIGHBOURHOOD);
        return out.pairs() == Tensor.multiply(queries, keys) ? null : out;
    }

    private static String name(Form form) {
        return form.name().toLowerCase(java.util.Locale.ROOT);
    }

    /** All tokens at once: every combination of the axes' parts. */
    private static Locality parted(Side[] sides) {
        List<Group> groups = List.of(new Group(1, 1, 1));
        for (Side s : sides) {
            List<Group> next = new ArrayList<>();
            for (Group g : groups) {
                for (long[] part : s.parts()) {
                    next.add(new Group(g.count * part[0], g.queries * part[1], g.keys * part[1]));
                }
            }
            groups = next;
        }
        return new Locality(groups, false, groups.get(0).keys, sides[sides.length - 1].step());
    }

    /** Keys by query: exactly those of the newest token; of several queries, all count as many as the one that sees most. */
    private static Locality gathered(Side[] sides, long queries, long keys, boolean causal) {
        long seen = 1;
        if (queries == 1) {
            seen = before(sides, positions(sides, keys - 1), keys);
        } else if (causal) {
            long[] at = new long[sides.length];
            long own = 0;
            for (int i = 0; i < at.length; i++) {
                at[i] = Math.min(sides[i].size / 2, sides[i].extent - 1);
                own = own * sides[i].extent + at[i];
            }
            seen = before(sides, at, own + 1);
        } else {
            for (Side s : sides) {
                seen = Tensor.multiply(seen, s.most());
            }
        }
        seen = Math.min(seen, keys);
        return new Locality(List.of(new Group(queries, 1, seen)), true, seen, sides[sides.length - 1].step());
    }

    private static long[] positions(Side[] sides, long token) {
        long[] out = new long[sides.length];
        for (int i = out.length - 1; i >= 0; i--) {
            out[i] = token % sides[i].extent;
            token /= sides[i].extent;
        }
        return out;
    }

    /** How many of the first {@code tokens} tokens a query at {@code at} sees. */
    private static long before(Side[] sides, long[] at, long tokens) {
        long[] last = positions(sides, tokens - 1);
        long n = 0;
        for (int i = 0; i < sides.length; i++) {
            long inner = 1;
            for (int j = i + 1; j < sides.length; j++) {
                inner *= sides[j].seen(at[j], sides[j].extent);
            }
            long until = sides[i].seen(at[i], last[i]);
            n += until * inner;
            if (sides[i].seen(at[i], last[i] + 1) == until) {
                return n;
            }
        }
        return n + 1;
    }

    /** Query-key pairs of one head. */
    long pairs() {
        long n = 0;
        for (Group g : groups) {
            n = Math.addExact(n, Tensor.multiply(g.count, Tensor.multiply(g.queries, g.keys)));
        }
        return n;
    }

    /** Number of the dense attentions. */
    long count() {
        return groups.stream().mapToLong(Group::count).sum();
    }

    /** Keys of {@code keys} that any of {@code queries} sees, at most. */
    long visible(long queries, long keys) {
        return gathered ? Math.min(keys, Tensor.multiply(queries, seen)) : keys;
    }
}
