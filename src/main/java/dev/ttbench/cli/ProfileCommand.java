package dev.ttbench.cli;

import dev.ttbench.profile.Profile;
import dev.ttbench.report.By;
import dev.ttbench.report.Format;
import dev.ttbench.report.Report;
import dev.ttbench.report.Units;
import java.io.IOException;
import java.util.List;

/** {@code ttbench profile}: one generation on one device. */
final class ProfileCommand implements Command {
    private static final List<Option> OPTIONS = ProfileOptions.and(
            Option.choice("--by", By.ids(), "Group the rows."), Session.FORMAT, Session.OUTPUT);

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
        return List.of("ttbench profile --model sd-v1.5", "ttbench profile --model sd-v1.5 --set height=768 --by category");
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
        Format format = Session.format(a);
        By by = a.one("--by") == null ? null : By.of(a.one("--by"));
        Profile profile = ProfileOptions.profile(a, session);
        StringBuilder text = new StringBuilder(1 << 16);
        Report.of(format).write(profile, session.settings(a, by, ProfileOptions.words(a)), text);
        session.write(a, text);
        Profile.Totals t = profile.totals();
        if (!t.fits()) {
            session.note("ttbench: warning: it does not fit: " + Units.bytes(t.peakMemoryBytes()) + " needed, " + profile.device().id() + " has "
                    + Units.bytes(t.deviceMemoryBytes()));
        }
        return Ttbench.DONE;
    }
}
