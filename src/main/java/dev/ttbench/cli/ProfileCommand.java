package dev.ttbench.cli;

import dev.ttbench.profile.Profile;
import dev.ttbench.report.By;
import dev.ttbench.report.Format;
import dev.ttbench.report.Report;
import dev.ttbench.report.TableReport;
import dev.ttbench.report.TimeTree;
import dev.ttbench.report.Units;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** {@code ttbench profile}: one generation on one device. */
final class ProfileCommand implements Command {
    private static final Option FORMAT = Option.choice("--format", ProfileFormat.IDS,
            "Form of the answer; html is a page to look at, trace, folded and speedscope are for other viewers. Default table, or what the extension of -o says.");
    private static final Option STEPS = Option.of("--steps", "N|all", "Runs of a stage that --format trace shows one by one, default 2; the others are one event.");
    private static final Option DEPTH = Option.of("--depth", "N", "Levels of parts that --by tree shows; without it, those that take time.");
    private static final List<Option> OPTIONS = ProfileOptions.and(
            Option.choice("--by", groupings(), "Group the rows; tree shows the parts as they nest."), DEPTH, FORMAT, STEPS, Session.OUTPUT);

    private static List<String> groupings() {
        List<String> out = new ArrayList<>(By.ids());
        out.add(TimeTree.ID);
        return out;
    }

    @Override
    public String name() {
        return "profile";
    }

    @Override
    public String about() {
        return "Time, FLOPs and memory of one generation on one device.";
    }

    @Override
    public List<String> examples() {
        return List.of("ttbench profile --model sd-v1.5", "ttbench profile --model sd-v1.5 --set height=768 --by category", "ttbench profile --model sd-v1.5 -o sd.html");
    }

    @Override
    public List<Option> options() {
        return OPTIONS;
    }

    @Override
    public Rest rest() {
        return Rest.NONE;
    }

    @Override
    public int run(Arguments a, Session session) throws IOException {
        String form = ProfileFormat.of(a);
        Format format = Format.of(form);
        By by = a.one("--by") == null ? null : By.of(a.one("--by"));
        ProfileFormat.check(a, form);
        Integer depth = a.has("--depth") ? ModelSheet.depth(a, 0) : null;
        Profile profile = ProfileOptions.profile(a, session);
        StringBuilder text = new StringBuilder(1 << 16);
        if (TimeTree.ID.equals(a.one("--by"))) {
            TableReport.tree(profile, format == null ? null : session.settings(a, null, List.of()).style(), depth, text);
        } else if (format != null) {
            Report.of(format).write(profile, session.settings(a, by, ProfileOptions.words(a)), text);
        } else {
            new ProfileViews(profile, by, a, session).write(form, text);
        }
        session.write(a, text);
        Profile.Totals t = profile.totals();
        if (!t.fits()) {
            session.note("ttbench: warning: it does not fit: " + Units.bytes(t.peakMemoryBytes()) + " needed, " + profile.device().id() + " has "
                    + Units.bytes(t.deviceMemoryBytes()));
        }
        return Ttbench.DONE;
    }
}
