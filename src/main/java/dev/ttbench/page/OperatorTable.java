package dev.ttbench.page;

import dev.ttbench.operator.Category;
import dev.ttbench.profile.OperatorRow;
import dev.ttbench.profile.Profile;
import dev.ttbench.profile.StageProfile;
import dev.ttbench.report.Decimal;
import dev.ttbench.report.Grouping;
import dev.ttbench.report.TableReport;
import dev.ttbench.report.Units;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The operators, dearest first: those of one stage with the same shapes are one row. Every number stands beside its text as data, for sorting. */
final class OperatorTable {
    private final List<Row> rows;
    private final double all;

    /** Equal operators of a stage. */
    private static final class Row {
        private final String stage;
        private final OperatorRow first;
        private final String operator;
        private long count;
        private double seconds;
        private double least;
        private BigInteger flops = BigInteger.ZERO;
        private BigInteger bytes = BigInteger.ZERO;

        Row(String stage, OperatorRow first, String operator) {
            this.stage = stage;
            this.first = first;
            this.operator = operator;
        }
    }

    OperatorTable(Profile profile) {
        Map<String, Row> found = new LinkedHashMap<>();
        for (StageProfile s : profile.stages()) {
            for (OperatorRow r : s.operators()) {
                String shape = Grouping.shape(r);
                Row row = found.computeIfAbsent(s.facts().id() + " " + shape, k -> new Row(s.facts().id(), r, shape.replace("->", "\u2192")));
                row.count += r.count();
                row.seconds += r.totalSeconds();
                row.least += r.seconds() > 0 ? r.totalSeconds() * (r.leastSeconds() / r.seconds()) : 0;
                row.flops = row.flops.add(r.totalFlops());
                row.bytes = row.bytes.add(r.totalBytes());
            }
        }
        rows = new ArrayList<>(found.values());
        rows.sort((a, b) -> Double.compare(b.seconds, a.seconds));
        all = profile.totals().seconds();
    }

    void write(Html html) {
        html.open("div", "class", "scroll", "tabindex", "0", "role", "region", "aria-label", "Operators").open("table", "id", "operators").open("thead").open("tr");
        for (String head : new String[] {"Operator and shapes", "Stage", "Category"}) {
            html.element("th", head, "scope", "col");
        }
        for (String head : new String[] {"Time", "Share", "Count", "FLOP", "Bytes", "FLOP/s", "Over"}) {
            boolean time = head.equals("Time");
            html.element("th", head, "scope", "col", "class", "n", "data-sum", time ? "" : null, "aria-sort", time ? "descending" : null);
        }
        html.element("th", "Bound", "scope", "col").element("th", "First at", "scope", "col").close("tr").close("thead").open("tbody").raw("\n");
        for (Row r : rows) {
            boolean host = r.first.category() == Category.HOST;
            double rate = host || r.seconds <= 0 ? 0 : r.flops.doubleValue() / r.seconds;
            html.open("tr").element("td", host ? "wait for the host" : r.operator, "class", "op").element("td", r.stage);
            html.open("td").open("i", "class", "c" + r.first.category().ordinal()).close("i").text(CategoryBars.name(r.first.category())).close("td");
            number(html, Units.seconds(r.seconds), Decimal.of(r.seconds));
            number(html, Units.percent(all > 0 ? r.seconds / all : 0), Decimal.of(all > 0 ? r.seconds / all : 0));
            number(html, Long.toString(r.count), Long.toString(r.count));
            number(html, r.flops.signum() == 0 ? "" : Units.flop(r.flops), r.flops.toString());
            number(html, host ? "" : Units.bytes(r.bytes), r.bytes.toString());
            number(html, rate == 0 ? "" : Units.flopRate(rate), Decimal.of(rate));
            number(html, TableReport.over(r.seconds, r.least), r.least > 0 ? Decimal.of(r.seconds / r.least) : "0");
            html.element("td", r.first.bound().id()).element("td", host ? "" : r.stage + "/" + r.first.path(), "class", "path").end("tr");
        }
        html.close("tbody").close("table").end("div");
    }

    int size() {
        return rows.size();
    }

    private static void number(Html html, String text, String value) {
        html.element("td", text, "class", "n", "data-v", value);
    }
}
