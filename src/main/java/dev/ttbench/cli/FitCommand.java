package dev.ttbench.cli;

import dev.ttbench.planning.FitPlan;
import dev.ttbench.planning.FitPlanner;
import dev.ttbench.profile.Profile;
import dev.ttbench.report.FitReport;
import java.io.IOException;
import java.util.List;

/** {@code ttbench fit}: the most of a request that fits in a device's memory. */
final class FitCommand implements Command {
    private static final Option FIND = new Option("--find", null, "NAME", true, List.of(), null,
            "What to have the most of: resolution (height and width together), or a parameter that is a whole number; default batch, frames and resolution, or lengths in tokens.");

    @Override
    public String name() {
        return "fit";
    }

    @Override
    public String about() {
        return "The largest batch, length and size that fit in a device's memory.";
    }

    @Override
    public List<String> examples() {
        return List.of("ttbench fit --model wan2.1-14b --device rtx-4090", "ttbench fit --model llama-2-7b --device l4 --weights int4 --find prompt_tokens");
    }

    @Override
    public List<Option> options() {
        return ProfileOptions.and(FIND, Session.FORMAT, Session.OUTPUT);
    }

    @Override
    public Rest rest() {
        return Rest.NONE;
    }

    @Override
    public int run(Arguments a, Session session) throws IOException {
        var format = Session.format(a);
        Profile profile = ProfileOptions.profile(a, session);
        FitPlan plan = new FitPlanner(session.suites(), ProfileOptions.request(a)).plan(a.all(FIND.name()));
        session.write(a, FitReport.sheet(plan, profile, format));
        return Ttbench.DONE;
    }
}
