package dev.ttbench.report;

/** Text for people that is broken into lines. */
public final class Paragraph {
    private Paragraph() { }

    /**
     * Lines that end in a line feed: the first starts with {@code mark}, the others are indented by its width.
     *
     * @param width columns; lines have four at least beside the mark
     */
    public static String hanging(String mark, String s, int width) {
        return new Page(new ReportSettings.Style(width, false, false)).hanging(mark, s).text();
    }
}
