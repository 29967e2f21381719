package dev.ttbench.cli;

/** The version of this build. */
final class Version {
    private Version() { }

    /** As the jar's manifest says it; {@code development} when run from classes. */
    static String number() {
        String v = Version.class.getPackage().getImplementationVersion();
        return v == null ? "development" : v;
    }

    /** With the Java that runs it. */
    static String text() {
        return "ttbench " + number() + "\nJava " + System.getProperty("java.version") + " (" + System.getProperty("java.vendor") + ")";
    }
}
