package dev.ttbench.cli;

import dev.ttbench.device.Device;
import dev.ttbench.latency.TermDoc;
import dev.ttbench.latency.Terms;
import dev.ttbench.page.PageContent;
import dev.ttbench.page.ProfilePage;
import dev.ttbench.profile.OperatorRow;
import dev.ttbench.profile.Profile;
import dev.ttbench.profile.StageProfile;
import dev.ttbench.report.By;
import dev.ttbench.report.ReportSettings;
import dev.ttbench.report.Sheet;
import dev.ttbench.report.TableReport;
import dev.ttbench.trace.ChromeTrace;
import dev.ttbench.trace.Folded;
import dev.ttbench.trace.Speedscope;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** A profile in the forms that are its own. */
final class ProfileViews {
    private static final Set<String> SEPARATE = Set.of("baseline", "math");
    private final Profile profile;
    private final By by;
    private final Arguments arguments;
    private final Session session;

    ProfileViews(Profile profile, By by, Arguments arguments, Session session) {
        this.profile = profile;
        this.by = by;
        this.arguments = arguments;
        this.session = session;
    }

    /** Writes one of them. */
    void write(String form, StringBuilder out) throws IOException {
        switch (form) {
            case ProfileFormat.HTML -> ProfilePage.write(content(), out);
            case ProfileFormat.MARKDOWN -> TableReport.markdown(profile, new ReportSettings(Version.number(), by, ProfileOptions.words(arguments), ReportSettings.Style.PLAIN), out);
            case ProfileFormat.TRACE -> ChromeTrace.write(profile, ProfileFormat.steps(arguments), Version.number(), out);
            case ProfileFormat.FOLDED -> Folded.write(profile, out);
            case ProfileFormat.SPEEDSCOPE -> Speedscope.write(profile, Version.number(), out);
            default -> throw new IllegalArgumentException(form);
        }
    }

    private PageContent content() {
        Arguments otherwise = new Arguments();
        for (Option o : ProfileOptions.all()) {
            if (!o.name().equals("--attention")) {
                arguments.all(o.name()).forEach(v -> otherwise.put(o.name(), v));
            }
        }
        boolean separate = SEPARATE.contains(profile.settings().attention());
        otherwise.put("--attention", separate ? "flash" : "baseline");
        Profile other = ProfileOptions.quietly(otherwise, session);
        Device device = device();
        List<PageContent.Term> terms = new ArrayList<>();
        Set<String> used = used();
        for (TermDoc t : Terms.all()) {
            if (used.contains(t.id())) {
                Sheet.Table constants = new Sheet("explain", null).table("constants", null, "name", "of", "value", "unit", "source");
                new Constants(session.suites().files()).rows(t.constants(), constants);
                terms.add(new PageContent.Term(t, constants.rows().stream().filter(r -> applies(String.valueOf(r.get(1)), device)).map(PageContent.Constant::of).toList()));
            }
        }
        return new PageContent(profile, other, device, terms, command(), Version.number());
    }

    private Device device() {
        String name = arguments.one("--device");
        return session.suites().devices().get(name == null ? profile.device().id() : name);
    }

    /** Ids of the terms that time this profile: those of every profile and of what its runtime adds, and those of its operators. */
    private Set<String> used() {
        Set<String> out = new TreeSet<>(List.of("traffic", "power", "floor", "host", profile.settings().runtime()));
        boolean lanes = false;
        for (StageProfile s : profile.stages()) {
            lanes |= s.facts().dtype().equals("fp32");
            for (OperatorRow r : s.operators()) {
                String term = ExplainCommand.termOf(r.operator());
                out.addAll(!term.equals("attention") ? List.of(term) : profile.settings().attentionLibrary() == null ? List.of("matmul", "stream", "reduction") : List.of(term));
            }
        }
        if (out.contains("convolution")) {
            out.addAll(lanes ? List.of("matmul", "winograd") : List.of("matmul"));
        }
        return out;
    }

    /** Whether what a constant is of is part of this profile: its device's architecture, its attention library, its runtime, or everything. */
    private boolean applies(String of, Device device) {
        String words = " " + of + " ";
        return of.equals("all") || of.equals("every architecture") || words.contains(" " + device.architecture() + " ") || words.contains("library " + profile.settings().attentionLibrary() + " ")
                || words.contains("runtime " + profile.settings().runtime() + " ");
    }

    private String command() {
        StringBuilder b = new StringBuilder("ttbench profile");
        for (String w : ProfileOptions.words(arguments)) {
            b.append(' ').append(TableReport.quoted(w));
        }
        String file = arguments.one("--output");
        return b.append(" --format html").append(file == null || file.equals("-") ? "" : " -o " + TableReport.quoted(file)).toString();
    }
}
