package dev.ttbench.report;

import dev.ttbench.report.ReportSettings.Style;

/** The same page in Markdown: headings, lists, tables, commands in blocks of code. */
final class MarkdownPage extends Page {

    MarkdownPage() {
        super(new Style(120, true, false));
    }

    @Override
    Page heading(String s) {
        return section("## ", s);
    }

    @Override
    Page title(String s) {
        return section("# ", s);
    }

    private Page section(String mark, String s) {
        text.append(text.isEmpty() ? "" : "\n").append(mark).append(escaped(s)).append("\n\n");
        return this;
    }

    @Override
    Page warning(String s) {
        return paragraph("**" + s + "**");
    }

    @Override
    Page paragraph(String s) {
        text.append('\n').append(s.startsWith("**") ? s : escaped(s)).append('\n');
        return this;
    }

    /** An item of a list; one without a mark belongs to the item before. */
    @Override
    Page hanging(String mark, String s) {
        String name = mark.strip();
        text.append(name.isEmpty() ? "  - " : name.equals("-") ? "- " : "- " + name + ": ").append(escaped(s)).append('\n');
        return this;
    }

    @Override
    Page command(String... words) {
        text.append("```bash\n").append(String.join(" ", words)).append("\n```\n");
        return this;
    }

    /** By spaces that are shown at the start of a cell. */
    @Override
    String indented(int levels, String s) {
        return "\u2003".repeat(levels) + s;
    }

    @Override
    Page grid(Grid grid) {
        grid.markdown(text);
        return this;
    }

    /** Text that Markdown shows as it is. */
    static String escaped(String s) {
        StringBuilder b = new StringBuilder(s.length() + 8);
        for (int i = 0; i < s.length(); i++) {
            char c = s.charAt(i);
            if ("|*<>`\\".indexOf(c) >= 0) {
                b.append('\\');
            }
            b.append(c == '\n' ? ' ' : c);
        }
        return b.toString();
    }
}
