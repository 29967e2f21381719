package dev.ttbench.page;

import dev.ttbench.latency.TermDoc;
import java.util.Map;
import java.util.TreeMap;

/** Where every constant behind a profile comes from: the device's datasheet, then each term of the latency model. */
final class Sources {
    private final Html html;

    Sources(Html html) {
        this.html = html;
    }

    void write(PageContent content) {
        html.element("h3", "Device").open("details").element("summary", "Sources of its numbers").open("dl", "class", "sources");
        for (Map.Entry<String, String> e : new TreeMap<>(content.device().sources()).entrySet()) {
            html.element("dt", e.getKey()).element("dd", e.getValue());
        }
        html.close("dl").end("details").element("h3", "Terms of the latency model and their constants");
        for (PageContent.Term t : content.terms()) {
            term(t);
        }
    }

    private void term(PageContent.Term t) {
        TermDoc d = t.doc();
        html.open("details").open("summary").text(d.title() + " ").element("code", d.id()).close("summary").element("p", d.formula());
        if (!d.simplifications().isEmpty()) {
            html.element("p", "Left out: " + d.simplifications());
        }
        html.element("p", "Form: " + d.source());
        if (!t.constants().isEmpty()) {
            html.open("div", "class", "scroll", "tabindex", "0", "role", "region", "aria-label", "Constants of " + d.title()).open("table", "class", "constants").open("thead").open("tr");
            for (String head : new String[] {"Constant", "Of", "Value", "Source"}) {
                html.element("th", head, "scope", "col");
            }
            html.close("tr").close("thead").open("tbody");
            for (PageContent.Constant c : t.constants()) {
                html.open("tr").element("td", c.name()).element("td", c.of()).element("td", c.value() + (c.unit().isEmpty() || c.unit().equals("1") ? "" : " " + c.unit())).element("td", c.source()).end("tr");
            }
            html.close("tbody").close("table").close("div");
        }
        html.end("details");
    }
}
