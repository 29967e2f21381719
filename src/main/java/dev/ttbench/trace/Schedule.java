package dev.ttbench.trace;

import dev.ttbench.profile.OperatorRow;
import dev.ttbench.profile.StageProfile;
import dev.ttbench.profile.Timeline;
import java.util.ArrayList;
import java.util.List;

/**
 * Where one stage lies on both timelines. The host begins a run when the one before is done, or goes through all without waiting; the device's runs follow one another, each as long
 * as the stage's time counts it. In the second case the device starts later than the host by {@link #fill}, the least that lets every kernel start after its launch: this filling of the
 * pipeline is no part of the stage's time.
 *
 * @param begin when the host begins the stage
 * @param fill how much later the device's time begins
 * @param runs those that are shown one by one, the first of the stage
 * @param restFrom when the host begins the other runs
 * @param restTo when it is through with them
 */
record Schedule(StageProfile stage, double begin, double fill, List<Run> runs, double restFrom, double restTo) {
    /**
     * One run.
     *
     * @param host when the host begins it
     * @param device when its time on the device begins
     * @param from when each kernel starts on the device
     */
    record Run(Timeline timeline, List<OperatorRow> rows, double host, double device, double[] from) {
        double hostEnd() {
            return host + timeline.hostSeconds();
        }

        double deviceEnd() {
            return device + timeline.seconds();
        }
    }

    /** The stage from {@code begin} on, its first {@code shown} runs one by one. */
    static Schedule of(StageProfile stage, double begin, long shown) {
        long n = Math.min(shown, stage.facts().repeat());
        List<Timeline> timelines = new ArrayList<>();
        double host = 0;
        double device = 0;
        double fill = 0;
        for (long t = 0; t < n; t++) {
            Timeline line = stage.timeline(t);
            timelines.add(line);
            fill = Math.max(fill, host + line.end() - (device + line.seconds()));
            host += line.next();
            device += line.seconds();
        }
        double rest = (stage.facts().repeat() - n) * (host / n);
        List<Run> runs = new ArrayList<>();
        host = begin;
        device = begin + fill;
        for (int t = 0; t < n; t++) {
            Timeline line = timelines.get(t);
            runs.add(new Run(line, stage.operators(t), host, device, starts(line, host, device)));
            host += line.next();
            device += line.seconds();
        }
        return new Schedule(stage, begin, fill, runs, host, Math.max(host, Math.min(host + rest, begin + fill + stage.facts().seconds())));
    }

    private static double[] starts(Timeline line, double host, double device) {
        double[] out = new double[line.launches().size()];
        double free = device;
        for (int i = 0; i < out.length; i++) {
            out[i] = Math.max(free, host + line.launches().get(i).ready());
            free = out[i] + line.launches().get(i).seconds();
        }
        return out;
    }

    /** When the host has launched everything. */
    double hostEnd() {
        return rest() > 0 ? restTo : runs.get(runs.size() - 1).hostEnd();
    }

    /** When the stage's time on the device begins. */
    double device() {
        return begin + fill;
    }

    /** When the device is done. */
    double end() {
        return device() + stage.facts().seconds();
    }

    /** Runs that are not shown one by one. */
    long rest() {
        return stage.facts().repeat() - runs.size();
    }
}
