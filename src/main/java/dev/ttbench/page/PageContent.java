package dev.ttbench.page;

import dev.ttbench.device.Device;
import dev.ttbench.latency.TermDoc;
import dev.ttbench.profile.Profile;
import java.util.List;

/**
 * What a page shows.
 *
 * @param other the same request with the other kind of attention: separate kernels, or a fused one
 * @param terms of the latency model that time this profile, with their constants
 * @param command that made the page
 * @param version of the tool
 */
public record PageContent(Profile profile, Profile other, Device device, List<Term> terms, String command, String version) {
    /** A term and those of its constants that are of this device, library and runtime. */
    public record Term(TermDoc doc, List<Constant> constants) { }

    /** A constant: its name, what it is of, its value with its unit, and where it comes from; texts may be empty. */
    public record Constant(String name, String of, String value, String unit, String source) {
        /** From the values name, of, value, unit, source; null for none. */
        public static Constant of(List<Object> row) {
            return new Constant(text(row.get(0)), text(row.get(1)), text(row.get(2)), text(row.get(3)), text(row.get(4)));
        }

        private static String text(Object v) {
            return v == null ? "" : v.toString();
        }
    }
}
