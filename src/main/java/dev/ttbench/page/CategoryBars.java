package dev.ttbench.page;

import dev.ttbench.operator.Category;
import dev.ttbench.profile.OperatorRow;
import dev.ttbench.profile.Profile;
import dev.ttbench.profile.StageProfile;
import dev.ttbench.report.Decimal;
import dev.ttbench.report.Units;
import java.util.Map;

/** Time by category as stacked bars: all stages, then each, with this attention and with the other one. Bars of one group have one scale. */
final class CategoryBars {
    private static final Category[] CATEGORIES = Category.values();
    private final Html html;

    CategoryBars(Html html) {
        this.html = html;
    }

    /** What swatches stand for: the categories that take time. */
    static void legend(Html html, double[]... seconds) {
        html.open("ul", "class", "legend");
        for (Category c : CATEGORIES) {
            double sum = 0;
            for (double[] s : seconds) {
                sum += s[c.ordinal()];
            }
            if (sum > 0) {
                html.open("li").open("i", "class", "c" + c.ordinal()).close("i").text(name(c)).close("li");
            }
        }
        html.end("ul");
    }

    static String name(Category c) {
        return c == Category.HOST ? "Host wait" : c.label();
    }

    /** Seconds of each category of a stage, the wait for the host among them. */
    static double[] seconds(StageProfile s) {
        double[] out = new double[CATEGORIES.length];
        for (OperatorRow r : s.operators()) {
            out[r.category().ordinal()] += r.totalSeconds();
        }
        return out;
    }

    /** Seconds of each category of all stages. */
    static double[] seconds(Profile p) {
        double[] out = new double[CATEGORIES.length];
        for (Profile.CategoryShare c : p.categories()) {
            out[c.category().ordinal()] = c.seconds();
        }
        return out;
    }

    /** Seconds of each category, by its name in files. */
    static double[] seconds(Map<String, Double> byCategory) {
        double[] out = new double[CATEGORIES.length];
        for (Category c : CATEGORIES) {
            out[c.ordinal()] = byCategory.getOrDefault(c.label(), 0.0);
        }
        return out;
    }

    /**
     * One bar.
     *
     * @param name that stands before it
     * @param seconds of each category
     * @param all seconds of the whole
     */
    record Bar(String name, double[] seconds, double all) { }

    void write(Profile p, Profile other) {
        legend(html, seconds(p), seconds(other));
        String own = p.settings().attention();
        String others = other.settings().attention();
        group("All stages", "attention ", new Bar(own, seconds(p), p.totals().seconds()), new Bar(others, seconds(other), other.totals().seconds()));
        if (p.stages().size() > 1) {
            for (int i = 0; i < p.stages().size(); i++) {
                StageProfile a = p.stages().get(i);
                StageProfile b = other.stages().get(i);
                String runs = a.facts().repeat() == 1 ? "" : ", " + a.facts().repeat() + " runs";
                group(a.facts().id() + runs, "attention ", new Bar(own, seconds(a), a.facts().seconds()), new Bar(others, seconds(b), b.facts().seconds()));
            }
        }
    }

    /** Two bars of one scale; {@code kind} stands before their names for those who cannot see them. */
    void group(String title, String kind, Bar a, Bar b) {
        double most = Math.max(a.all, b.all);
        html.element("h3", title).open("div", "class", "bars");
        bar(a, most, title + ", " + kind);
        bar(b, most, title + ", " + kind);
        html.end("div");
    }

    private void bar(Bar b, double most, String of) {
        StringBuilder about = new StringBuilder(of).append(b.name).append(": ").append(Units.seconds(b.all));
        for (Category c : CATEGORIES) {
            if (b.seconds[c.ordinal()] > 0) {
                about.append(", ").append(name(c)).append(' ').append(Units.seconds(b.seconds[c.ordinal()]));
            }
        }
        html.element("span", b.name, "class", "name").open("div", "class", "bar", "role", "img", "aria-label", about);
        for (Category c : CATEGORIES) {
            double s = b.seconds[c.ordinal()];
            if (s > 0 && most > 0) {
                html.open("i", "class", "c" + c.ordinal(), "style", "width:" + Decimal.fixed(100 * s / most, 3) + "%",
                        "title", name(c) + " " + Units.seconds(s) + ", " + Units.percent(s / b.all)).close("i");
            }
        }
        html.close("div").element("span", Units.seconds(b.all), "class", "n", "data-v", Decimal.of(b.all));
    }

    /** The numbers behind the first bar of each group. */
    void table(Profile p) {
        html.open("div", "class", "scroll", "tabindex", "0", "role", "region", "aria-label", "Time by category and stage").open("table", "id", "categories").open("thead").open("tr");
        html.element("th", "Category", "scope", "col").element("th", "Time", "scope", "col", "class", "n").element("th", "Share", "scope", "col", "class", "n");
        for (StageProfile s : p.stages()) {
            html.element("th", s.facts().id(), "scope", "col", "class", "n");
        }
        html.close("tr").close("thead").open("tbody");
        for (Profile.CategoryShare c : p.categories()) {
            if (c.seconds() > 0) {
                html.open("tr").open("th", "scope", "row").open("i", "class", "c" + c.category().ordinal()).close("i").text(name(c.category())).close("th");
                html.element("td", Units.seconds(c.seconds()), "class", "n", "data-v", Decimal.of(c.seconds()));
                html.element("td", c.category() == Category.HOST ? "" : Units.percent(c.share()), "class", "n");
                for (StageProfile s : p.stages()) {
                    double own = seconds(s)[c.category().ordinal()];
                    html.element("td", own > 0 ? Units.seconds(own) : "", "class", "n", "data-v", Decimal.of(own));
                }
                html.end("tr");
            }
        }
        html.close("tbody").close("table").end("div");
    }
}
