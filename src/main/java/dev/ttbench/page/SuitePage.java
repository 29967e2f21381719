package dev.ttbench.page;

import dev.ttbench.profile.Profile;
import dev.ttbench.report.SuiteIndex;
import dev.ttbench.study.StudyResult;
import dev.ttbench.study.SuiteDef;
import dev.ttbench.study.SuiteResult;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a suite comes to, to look at: one HTML file that asks for nothing else. Files beside it are linked, not needed. */
public final class SuitePage {
    /** Rows of a study's table that are shown at most. */
    public static final int MOST_ROWS = 200;
    private final SuiteResult result;
    private final String version;
    private final String command;
    private final Html html;
    private final Document document;

    private SuitePage(SuiteResult result, String version, String command, StringBuilder out) {
        this.result = result;
        this.version = version;
        this.command = command;
        html = new Html(out);
        document = new Document(html);
    }

    /** Writes the page; {@code command} is what made it. */
    public static void write(SuiteResult result, String version, String command, StringBuilder out) throws IOException {
        new SuitePage(result, version, command, out).page();
    }

    private static String anchor(StudyResult r) {
        return "study-" + r.study().id();
    }

    private void page() throws IOException {
        SuiteDef s = result.suite();
        document.start(s.title(), s.title(), s.about() == null ? "" : s.about(), SuiteIndex.predicted(result, version));
        verdicts();
        Map<String, String> links = new LinkedHashMap<>();
        if (!s.claims().isEmpty()) {
            links.put("claims", "Claims");
        }
        result.studies().forEach(r -> links.put(anchor(r), r.study().title()));
        links.put("assumptions", "Assumptions");
        if (!s.sources().isEmpty()) {
            links.put("sources", "Sources");
        }
        links.put("provenance", "What made it");
        document.contents(links);
        if (!s.claims().isEmpty()) {
            claims();
        }
        result.studies().forEach(this::study);
        assumptions();
        if (!s.sources().isEmpty()) {
            document.section("sources", "Sources");
            list(s.sources());
            html.end("section");
        }
        document.section("provenance", "What made it");
        document.made(version, command);
        html.end("section");
        document.end();
    }

    private void verdicts() {
        if (result.suite().claims().isEmpty()) {
            return;
        }
        html.open("dl", "class", "totals");
        for (StudyResult.Verdict v : StudyResult.Verdict.values()) {
            long n = result.studies().stream().flatMap(s -> s.findings().stream()).filter(f -> f.verdict() == v).count();
            document.total("Findings: " + v.label(), Long.toString(n), "", v.label(), Long.toString(n));
        }
        html.end("dl");
    }

    private void head(String... columns) {
        html.open("table").open("thead").open("tr");
        for (String c : columns) {
            html.element("th", c, "scope", "col");
        }
        html.close("tr").close("thead").open("tbody").raw("\n");
    }

    private void claims() {
        document.section("claims", "Claims");
        html.element("p", SuiteIndex.GRADES, "class", "note");
        document.scroll("Claims", false);
        head("Claim", "Grade", "Claimed", "ttbench says", "Verdict", "Why", "Study");
        for (SuiteDef.Claim c : result.suite().claims().values()) {
            boolean found = false;
            for (StudyResult study : result.studies()) {
                for (StudyResult.Finding f : study.findings()) {
                    if (f.claim().equals(c)) {
                        claim(c, f.says(), f.verdict(), f.why(), study);
                        found = true;
                    }
                }
            }
            if (!found && result.studies().size() == result.suite().studies().size()) {
                claim(c, "", StudyResult.Verdict.UNKNOWN, "no study that ran speaks of it", null);
            }
        }
        html.close("tbody").close("table").close("div").end("section");
    }

    private void claim(SuiteDef.Claim c, String says, StudyResult.Verdict verdict, String why, StudyResult study) {
        html.open("tr").element("th", c.id(), "scope", "row").element("td", c.grade()).element("td", c.says() + (c.where() == null ? "" : " (" + c.where() + ")"), "class", "long").element("td", says, "class", "long")
                .element("td", verdict.label(), "class", verdict.label()).element("td", why == null ? "" : why, "class", why == null ? null : "long").open("td");
        if (study != null) {
            html.element("a", study.study().title(), "href", "#" + anchor(study));
        }
        html.close("td").end("tr");
    }

    private void study(StudyResult r) {
        SuiteDef.Study s = r.study();
        document.section(anchor(r), s.title());
        if (s.about() != null) {
            html.element("p", s.about());
        }
        if (r.chart() != null) {
            document.figure(r.chart(), anchor(r), s.title());
        }
        RowTable.write(document, html, r.table(), null, s.title(), MOST_ROWS);
        int rows = r.table().rows().size();
        html.open("p", "class", "note").text(rows > MOST_ROWS ? "The first " + MOST_ROWS + " of " + rows + " rows; all are in " : rows + (rows == 1 ? " row, exact in " : " rows, exact in "));
        html.element("a", "CSV", "href", s.id() + ".csv").text(" and ").element("a", "JSON", "href", s.id() + ".json");
        if (r.chart() != null) {
            html.text("; the figure as ").element("a", "SVG", "href", s.id() + ".svg");
        }
        html.text(".").close("p").end("section");
    }

    private void assumptions() {
        document.section("assumptions", "Assumptions");
        html.element("p", "What is not published was chosen; the reasons are in the models' files too.");
        for (Map.Entry<String, Profile.Model> e : result.models().entrySet()) {
            Profile.Model m = e.getValue();
            html.open("h3").text((m.title() == null ? e.getKey() : m.title()) + " ").element("code", e.getKey()).close("h3");
            if (m.assumptions().isEmpty()) {
                html.element("p", "Published in full, nothing assumed.");
            } else {
                list(m.assumptions());
            }
        }
        html.end("section");
    }

    private void list(List<String> items) {
        html.open("ul");
        items.forEach(i -> html.element("li", i));
        html.end("ul");
    }
}
