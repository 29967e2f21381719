package dev.ttbench.cli;

import dev.ttbench.report.TableReport;
import java.util.List;

/** A command as it can be typed again. */
final class CommandText {
    private CommandText() { }

    /** The command with its words, then those of the options that were given, in the order of {@code options}. */
    static String of(String name, Arguments a, List<Option> options) {
        StringBuilder b = new StringBuilder("ttbench ").append(name);
        for (String w : a.rest()) {
            b.append(' ').append(TableReport.quoted(w));
        }
        for (Option o : options) {
            if (o.flag() && a.has(o.name())) {
                b.append(' ').append(o.name());
            } else if (!o.flag()) {
                a.all(o.name()).forEach(v -> b.append(' ').append(o.name()).append(' ').append(TableReport.quoted(v)));
            }
        }
        return b.toString();
    }
}
