package dev.ttbench.report;

import dev.ttbench.comparison.Metric;
import dev.ttbench.comparison.Verdict;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Verdicts for people, for a continuous-integration server, for a pull request, and as annotations of a change. */
public final class CheckReport {
    /** A comment of a forge holds about 65,000 characters. */
    private static final int MOST_MARKDOWN = 60_000;

    private CheckReport() { }

    /** Every verdict in one table, numbers as they are: for machines. */
    public static Sheet sheet(List<Verdict> verdicts) {
        Sheet sheet = new Sheet("check", summary(verdicts));
        Sheet.Table t = sheet.table("verdicts", null, "verdict", "check", "metric", "expected", "found", "change", "why");
        sorted(verdicts).forEach(v -> t.row(v.kind().name(), v.id(), v.metric().id(), v.expected(), v.found(), number(v.difference()), why(v)));
        return sheet;
    }

    /** For people: how many there are of each kind, and what is not as expected, check by check, the gravest first. */
    public static Sheet page(List<Verdict> verdicts) {
        boolean fresh = verdicts.stream().anyMatch(v -> v.kind() == Verdict.Kind.NEW);
        Sheet sheet = new Sheet("check", summary(verdicts) + (fresh ? "; --write expects what is new from now on" : ""));
        Map<String, Sheet.Table> tables = new HashMap<>();
        for (Verdict v : sorted(verdicts)) {
            if (v.kind() != Verdict.Kind.OK) {
                tables.computeIfAbsent(v.id(), id -> sheet.table("verdicts", id, "verdict", "metric", "expected", "found", "change", "why"))
                        .row(v.kind().name(), v.metric().id(), text(v.metric(), v.expected()), text(v.metric(), v.found()), change(v), v.kind() == Verdict.Kind.NEW ? "" : why(v));
            }
        }
        return sheet;
    }

    private static Double number(double v) {
        return Double.isNaN(v) ? null : v;
    }

    /** How many verdicts of each kind, the gravest first. */
    public static String summary(List<Verdict> verdicts) {
        Map<Verdict.Kind, Integer> counts = new EnumMap<>(Verdict.Kind.class);
        verdicts.forEach(v -> counts.merge(v.kind(), 1, Integer::sum));
        StringBuilder b = new StringBuilder();
        counts.forEach((k, n) -> b.append(b.isEmpty() ? "" : ", ").append(n).append(' ').append(k.name()));
        long checks = new TreeSet<>(verdicts.stream().map(Verdict::id).toList()).size();
        return checks + (checks == 1 ? " check: " : " checks: ") + (b.isEmpty() ? "nothing to check" : b);
    }

    private static List<Verdict> sorted(List<Verdict> verdicts) {
        return verdicts.stream().sorted(Comparator.comparing(Verdict::kind).thenComparing(Verdict::id).thenComparing(Verdict::metric)).toList();
    }

    private static String why(Verdict v) {
        return v.why() == null ? "" : v.budget() != null && v.kind() == Verdict.Kind.REGRESSION && v.found().compareTo(v.budget()) > 0 ? v.why() + " of " + text(v.metric(), v.budget()) : v.why();
    }

    private static String text(Metric m, BigDecimal v) {
        if (v == null) {
            return "";
        }
        return switch (m) {
            case TIME_S -> Units.seconds(v.doubleValue());
            case FLOPS -> Units.flop(v);
            case PARAMETERS -> Decimal.grouped(v.toPlainString());
            default -> Units.bytes(v);
        };
    }

    private static String change(Verdict v) {
        double d = v.difference();
        return Double.isNaN(d) ? "" : d == 0 ? "none" : String.format(java.util.Locale.ROOT, "%+.3g %%", 100 * d);
    }

    /** In the XML that test reporters read: a case a check and metric. */
    public static void junit(List<Verdict> verdicts, Appendable out) throws IOException {
        long failures = verdicts.stream().filter(v -> v.kind().fails()).count();
        out.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites tests=\"").append(String.valueOf(verdicts.size())).append("\" failures=\"").append(String.valueOf(failures))
                .append("\" errors=\"0\">\n  <testsuite name=\"ttbench check\" tests=\"").append(String.valueOf(verdicts.size())).append("\" failures=\"").append(String.valueOf(failures))
                .append("\" errors=\"0\" skipped=\"0\" time=\"0\">\n");
        for (Verdict v : verdicts) {
            out.append("    <testcase classname=\"").append(xml(v.id())).append("\" name=\"").append(v.metric().id()).append("\" time=\"0\"");
            if (v.kind() == Verdict.Kind.OK) {
                out.append("/>\n");
                continue;
            }
            String says = v.kind() + ": expected " + text(v.metric(), v.expected()) + ", found " + text(v.metric(), v.found()) + " (" + change(v) + "): " + why(v);
            out.append(v.kind().fails() ? ">\n      <failure message=\"" + xml(says) + "\" type=\"" + v.kind() + "\"/>\n    </testcase>\n" : ">\n      <system-out>" + xml(says) + "</system-out>\n    </testcase>\n");
        }
        out.append("  </testsuite>\n</testsuites>\n");
    }

    private static String xml(String s) {
        StringBuilder b = new StringBuilder();
        s.codePoints().forEach(c -> {
            switch (c) {
                case '&' -> b.append("&amp;");
                case '<' -> b.append("&lt;");
                case '>' -> b.append("&gt;");
                case '"' -> b.append("&quot;");
                default -> b.appendCodePoint(c < ' ' ? ' ' : c >= 0xd800 && c <= 0xdfff || c == 0xfffe || c == 0xffff ? '?' : c);
            }
        });
        return b.toString();
    }

    /** For a comment on a change: the verdict in a line, what failed, the rest folded away. */
    public static void markdown(List<Verdict> verdicts, Appendable out) throws IOException {
        boolean failed = verdicts.stream().anyMatch(v -> v.kind().fails());
        StringBuilder b = new StringBuilder("### ttbench: " + (failed ? "not as expected" : "as expected") + "\n\n" + summary(verdicts) + ".\n\n");
        List<Verdict> first = sorted(verdicts).stream().filter(v -> v.kind() != Verdict.Kind.OK).toList();
        List<Verdict> rest = sorted(verdicts).stream().filter(v -> v.kind() == Verdict.Kind.OK).toList();
        String end = "\n</details>\n";
        rows(first, b, MOST_MARKDOWN * 3 / 4);
        if (!rest.isEmpty()) {
            b.append("<details><summary>").append(rest.size()).append(" as expected</summary>\n\n");
            rows(rest, b, MOST_MARKDOWN - end.length());
            b.append(end.stripLeading());
        }
        out.append(b);
    }

    private static void rows(List<Verdict> verdicts, StringBuilder b, int most) {
        if (verdicts.isEmpty()) {
            return;
        }
        b.append("| verdict | check | metric | expected | found | change | why |\n|---|---|---|--:|--:|--:|---|\n");
        int left = verdicts.size();
        for (Verdict v : verdicts) {
            String row = "| " + v.kind() + " | " + v.id().replaceAll("\\s+", " ").replace("|", "\\|") + " | " + v.metric().id() + " | " + text(v.metric(), v.expected()) + " | " + text(v.metric(), v.found()) + " | " + change(v) + " | "
                    + why(v) + " |\n";
            if (b.length() + row.length() + 80 > most) {
                b.append("\n").append(left).append(" more are left out here.\n");
                return;
            }
            b.append(row);
            left--;
        }
        b.append('\n');
    }

    /** Lines that a forge shows beside the model's file. */
    public static void annotations(String file, List<Verdict> verdicts, Appendable out) throws IOException {
        for (Verdict v : sorted(verdicts)) {
            if (v.kind() == Verdict.Kind.OK || v.kind() == Verdict.Kind.NEW) {
                continue;
            }
            boolean own = v.check() != null && v.check().modelFile() != null;
            out.append(v.kind().fails() ? "::error" : v.kind() == Verdict.Kind.CHANGED ? "::warning" : "::notice").append(" file=").append(property(own ? v.check().modelFile() : file)).append(",line=")
                    .append(String.valueOf(own || v.check() == null ? 1 : v.check().line())).append(",title=ttbench ").append(v.kind().name()).append("::")
                    .append(escaped(v.id() + ": " + v.metric().id() + " " + text(v.metric(), v.found()) + ", expected " + text(v.metric(), v.expected()) + " (" + change(v) + "): " + why(v))).append('\n');
        }
    }

    private static String property(String s) {
        return escaped(s).replace(":", "%3A").replace(",", "%2C");
    }

    private static String escaped(String s) {
        return s.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A");
    }
}
