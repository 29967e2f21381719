package dev.ttbench.graph;

import java.util.List;
import java.util.Set;

/**
 * Where an axis, or one factor of a merged axis, came from. What an attention is follows from this, never from a label.
 *
 * @param name the axis it was born as: {@code height}, {@code frames}, {@code tokens} ...
 * @param extent elements along it
 * @param source the tensor it was born with (an input of the graph); null for what the network makes itself (weights, tables, features)
 * @param roles {@link #SPATIAL} and {@link #TEMPORAL} bits
 * @param pieces for a concatenation of different origins, the pieces in order; otherwise empty
 */
record Part(String name, long extent, String source, int roles, List<Piece> pieces) {
    static final int SPATIAL = 1;
    static final int TEMPORAL = 2;

    /** One operand of a concatenation: its extent and the parts its axis had. */
    record Piece(long extent, Part[] parts) {
        @Override
        public boolean equals(Object o) {
            return o instanceof Piece p && extent == p.extent && java.util.Arrays.equals(parts, p.parts);
        }

        @Override
        public int hashCode() {
            return Long.hashCode(extent) * 31 + java.util.Arrays.hashCode(parts);
        }
    }

    @Override
    public boolean equals(Object o) {
        return o == this || o instanceof Part p && extent == p.extent && roles == p.roles && name.equals(p.name) && (source == null ? p.source == null : source.equals(p.source))
                && pieces.equals(p.pieces);
    }

    @Override
    public int hashCode() {
        return name.hashCode() * 31 + Long.hashCode(extent);
    }

    static Part of(String name, long extent, String source) {
        int roles = switch (name) {
            case "height", "width" -> SPATIAL;
            case "frames" -> TEMPORAL;
            default -> 0;
        };
        return new Part(name, extent, source, roles, List.of());
    }

    /** A factor that an axis of {@code parts} is split into: half of a height is spatial under any name. */
    static Part factor(String name, long extent, Part[] parts) {
        Part own = of(name, extent, parts[0].source);
        int roles = own.roles;
        for (int i = 0; own.roles == 0 && i < parts.length; i++) {
            roles |= parts[i].roles;
        }
        return new Part(name, extent, own.source, roles, List.of());
    }

    /** The one part that is left of {@code parts} when their axis gets another extent. */
    static Part[] resized(String name, Part[] parts, long extent) {
        if (parts.length == 1) {
            Part p = parts[0];
            return new Part[] {new Part(p.name, extent, p.source, p.roles, p.extent == extent ? p.pieces : List.of())};
        }
        int roles = 0;
        String source = null;
        for (Part p : parts) {
            roles |= p.roles;
            source = source == null ? p.source : source;
        }
        return new Part[] {new Part(name, extent, source, roles, List.of())};
    }

    /** The part of a concatenation of {@code pieces}; pieces of one origin make one plain part. */
    static Part joined(String name, long extent, List<Piece> pieces) {
        Set<String> sources = new java.util.LinkedHashSet<>();
        int roles = 0;
        for (Piece piece : pieces) {
            for (Part p : piece.parts) {
                p.addSources(sources);
                roles |= p.roles;
            }
        }
        String source = sources.isEmpty() ? null : String.join("+", sources);
        List<Piece> kept = sources.size() > 1 || pieces.stream().anyMatch(p -> p.parts.length > 1) ? List.copyOf(pieces) : List.of();
        return new Part(name, extent, source, roles, kept);
    }

    /** Adds every tensor that this part came from. */
    void addSources(Set<String> into) {
        if (pieces.isEmpty()) {
            if (source != null) {
                into.add(source);
            }
            return;
        }
        for (Piece piece : pieces) {
            for (Part p : piece.parts) {
                p.addSources(into);
            }
        }
    }

    /** The parts that elements {@code [from, to)} of this part have, when they are exactly one piece of a concatenation; else null. */
    Part[] piece(long from, long to) {
        long at = 0;
        for (Piece p : pieces) {
            if (at == from && at + p.extent == to) {
                return p.parts;
            }
            at += p.extent;
        }
        return null;
    }
}
