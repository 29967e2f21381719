package dev.ttbench.report;

import java.util.List;

/**
 * What a report needs to know beside the profile.
 *
 * @param version of the tool
 * @param by grouping of the rows; null for none
 * @param modelArguments the arguments that asked for this model, such as {@code --model} and {@code sd-v1.5}, for commands to try next
 * @param style how text for people is laid out
 */
public record ReportSettings(String version, By by, List<String> modelArguments, Style style) {

    /**
     * How text for people is laid out.
     *
     * @param width columns
     * @param unicode whether the reader's terminal shows more than ASCII
     * @param colour whether to use ANSI colours
     */
    public record Style(int width, boolean unicode, boolean colour) {
        /** 80 columns of ASCII. */
        public static final Style PLAIN = new Style(80, false, false);
    }
}
