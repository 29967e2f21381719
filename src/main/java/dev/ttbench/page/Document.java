package dev.ttbench.page;

import dev.ttbench.figure.Chart;
import dev.ttbench.figure.SvgChart;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** What all pages share: one file with its style and scripts inside, a header, sections with links to them, tiles of numbers, the command that made it. */
final class Document {
    private final Html html;

    Document(Html html) {
        this.html = html;
    }

    /** Everything before the first section; {@code lines} stand below the heading, and those that are empty are left out. */
    void start(String title, String heading, String... lines) throws IOException {
        html.raw("<!doctype html>\n").open("html", "lang", "en").open("head").raw("<meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">")
                .raw("<meta name=\"color-scheme\" content=\"light dark\"><link rel=\"icon\" href=\"data:,\">").element("title", title).raw("\n<style>\n")
                .raw(resource("page.css")).raw("</style>").close("head").raw("\n").open("body").open("main").raw("\n");
        html.open("header").element("h1", heading);
        for (String line : lines) {
            if (!line.isEmpty()) {
                html.element("p", line, "class", "request");
            }
        }
        html.end("header");
    }

    /** Everything after the last section; scripts are names of resources, and without any there is none. */
    void end(String... scripts) throws IOException {
        html.close("main").raw("\n");
        if (scripts.length > 0) {
            html.raw("<script>\n(function () {\n'use strict';\n").raw(resource("page.js"));
            for (String s : scripts) {
                html.raw("\n").raw(resource(s));
            }
            html.raw("})();\n</script>");
        }
        html.close("body").end("html");
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = Document.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Links to sections: their ids and what the links say. */
    void contents(Map<String, String> sections) {
        html.open("nav", "aria-label", "Sections");
        for (Map.Entry<String, String> s : sections.entrySet()) {
            html.element("a", s.getValue(), "href", "#" + s.getKey()).raw(" ");
        }
        html.end("nav");
    }

    /** Opens a section, with its heading. */
    void section(String id, String title) {
        html.open("section", "id", id, "aria-labelledby", id + "-title").element("h2", title, "id", id + "-title").raw("\n");
    }

    /** A tile of a {@code dl.totals}: a number for people, the same exactly, and a line below. */
    void total(String name, String value, String more, String id, String exact) {
        html.open("div").element("dt", name).element("dd", value, "id", id, "data-v", exact).element("dd", more, "class", "more").end("div");
    }

    /** The search box of a table, and how many rows it has; {@code example}: what may be searched for. */
    void search(String example, int rows, String table) {
        html.open("p", "class", "script search").element("label", "Search ", "for", "search").open("input", "id", "search", "type", "search", "placeholder", example, "aria-controls", table).text(" ")
                .element("output", rows + " rows", "id", "found", "for", "search").end("p");
    }

    /** A box that scrolls, opened: for a table that may be wider than the screen. */
    void scroll(String about, boolean tall) {
        html.open("div", "class", tall ? "scroll tall" : "scroll", "tabindex", "0", "role", "region", "aria-label", about);
    }

    /** A chart; on a narrow screen it scrolls rather than getting too small to read. {@code id}: names inside it begin with it. */
    void figure(Chart chart, String id, String about) {
        html.open("figure", "tabindex", "0", "aria-label", about).raw(SvgChart.inline(chart, id)).end("figure");
    }

    /** What made the page. */
    void made(String version, String command) {
        html.open("p").text("Made by ttbench " + version + ":").close("p").open("pre", "tabindex", "0").element("code", command, "id", "command").end("pre");
    }
}
