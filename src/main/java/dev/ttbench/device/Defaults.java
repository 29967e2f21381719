package dev.ttbench.device;

import dev.ttbench.spec.Fields;
import dev.ttbench.spec.Node;
import dev.ttbench.spec.Problems;
import dev.ttbench.spec.SuiteFiles;

/** What a request leaves open, from {@code suites/defaults.yaml}. */
public record Defaults(String device, String dtype, String attention, String runtime, String layout) {

    /** Reads a {@code defaults:} document. */
    public static Defaults read(Node.MapNode map, Problems problems) {
        Fields top = new Fields(map, problems, "the defaults file");
        Fields f = new Fields(top.map("defaults"), problems, "'defaults'");
        Defaults d = new Defaults(f.text("device"), f.text("dtype"), f.text("attention"), f.text("runtime"), f.text("layout"));
        f.end();
        top.end();
        return d;
    }

    /** The shipped defaults. */
    public static Defaults read(SuiteFiles files) {
        String file = files.shipped().resolve("defaults.yaml").toString();
        Problems problems = new Problems(file);
        Defaults d = read(files.map(file, problems), problems);
        problems.raise();
        return d;
    }
}
