package dev.ttbench.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** The version of this build. */
final class Version {
    private Version() { }

    /** As the jar's manifest says it; {@code development} when run from classes. */
    static String number() {
        String v = Version.class.getPackage().getImplementationVersion();
        return v == null ? "development" : v;
    }

    /** The commit that was built, with {@code -dirty} when files were changed since; {@code unknown} when git did not tell. */
    static String commit() {
        try (InputStream in = Version.class.getResourceAsStream("commit")) {
            return in == null ? "unknown" : new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            return "unknown";
        }
    }

    /** With the commit, and the Java that runs it. */
    static String text() {
        return "ttbench " + number() + " (commit " + commit() + ")\nJava " + System.getProperty("java.version") + " (" + System.getProperty("java.vendor") + ")";
    }
}
