package dev.ttbench.trace;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.ttbench.profile.OperatorRow;
import dev.ttbench.profile.Profile;
import dev.ttbench.profile.StageProfile;
import dev.ttbench.profile.Timeline;
import dev.ttbench.report.CallTree;
import dev.ttbench.report.JsonReport;
import dev.ttbench.report.Shapes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Trace events as Perfetto and Chrome read them: the host's launches and the device's kernels on a thread each, inside blocks, runs and stages; counters of live memory and of
 * FLOP/s reached. Runs beyond those asked for are one event.
 */
public final class ChromeTrace {
    private static final String MEMORY = "live memory (B)";
    private static final String RATE = "FLOP/s";
    private final Profile profile;
    private final EventWriter events;

    private ChromeTrace(Profile profile, EventWriter events) {
        this.profile = profile;
        this.events = events;
    }

    /**
     * Writes all of it.
     *
     * @param steps runs of a stage that are shown one by one
     * @param version of the tool
     * @throws IOException when {@code out} does
     */
    public static void write(Profile profile, long steps, String version, Appendable out) throws IOException {
        try (JsonGenerator g = JsonReport.generator(out)) {
            g.writeStartObject();
            g.writeObjectFieldStart("otherData");
            g.writeStringField("tool", "ttbench " + version);
            g.writeStringField("model", profile.model().id());
            g.writeStringField("device", profile.device().id());
            g.writeStringField("times", "predicted");
            g.writeEndObject();
            g.writeArrayFieldStart("traceEvents");
            new ChromeTrace(profile, new EventWriter(g)).events(steps);
            g.writeEndArray();
            g.writeEndObject();
        }
        out.append('\n');
    }

    private void events(long steps) throws IOException {
        List<Schedule> schedules = new ArrayList<>();
        double at = 0;
        for (StageProfile s : profile.stages()) {
            schedules.add(Schedule.of(s, at, steps));
            at = schedules.get(schedules.size() - 1).end();
        }
        events.metadata("process_name", 0, "name", profile.model().id() + " on " + profile.device().id() + " (predicted)");
        events.metadata("thread_name", EventWriter.HOST, "name", "host");
        events.metadata("thread_sort_index", EventWriter.HOST, "sort_index", EventWriter.HOST);
        events.metadata("thread_name", EventWriter.DEVICE, "name", "device");
        events.metadata("thread_sort_index", EventWriter.DEVICE, "sort_index", EventWriter.DEVICE);
        for (Schedule s : schedules) {
            host(s);
        }
        for (Schedule s : schedules) {
            device(s);
        }
        for (Schedule s : schedules) {
            memory(s);
        }
        events.counter(MEMORY, at, live(0, 0, 0));
        for (Schedule s : schedules) {
            rate(s);
        }
        events.counter(RATE, at, Map.of("reached", 0.0));
    }

    private void host(Schedule s) throws IOException {
        StageProfile.Facts f = s.stage().facts();
        events.complete(f.id(), "stage", EventWriter.HOST, s.begin(), s.hostEnd(), Map.of("runs", f.repeat()));
        for (int t = 0; t < s.runs().size(); t++) {
            Schedule.Run r = s.runs().get(t);
            if (f.repeat() > 1) {
                events.complete("run " + (t + 1), "run", EventWriter.HOST, r.host(), r.hostEnd(), Map.of());
            }
            List<Timeline.Launch> launches = r.timeline().launches();
            double[] from = new double[launches.size()];
            double[] to = new double[from.length];
            double[] begun = new double[from.length];
            for (int i = 0; i < from.length; i++) {
                begun[i] = Math.min(r.host() + launches.get(i).called(), r.hostEnd());
                from[i] = Math.min(r.host() + launches.get(i).launching(), r.hostEnd());
                to[i] = Math.min(r.host() + launches.get(i).launched(), r.hostEnd());
            }
            new Nested(r, EventWriter.HOST, begun, from, to).write(CallTree.of(f.id(), r.rows()));
        }
        if (s.rest() > 0) {
            events.complete(rest(s), "run", EventWriter.HOST, s.restFrom(), s.restTo(), Map.of("runs", s.rest()));
        }
    }

    private void device(Schedule s) throws IOException {
        StageProfile.Facts f = s.stage().facts();
        Map<String, Object> args = new LinkedHashMap<>();
        args.put("graph", f.graph());
        args.put("runs", f.repeat());
        args.put("batch", f.batch());
        args.put("time_s", f.seconds());
        args.put("device_time_s", f.gpuSeconds());
        args.put("flops", s.stage().totalFlops().matmul());
        args.put("bytes_read", s.stage().totalRead());
        args.put("bytes_written", s.stage().totalWritten());
        events.complete(f.id(), "stage", EventWriter.DEVICE, s.device(), s.end(), args);
        for (int t = 0; t < s.runs().size(); t++) {
            Schedule.Run r = s.runs().get(t);
            double end = Math.min(r.deviceEnd(), s.end());
            if (f.repeat() > 1) {
                events.complete("run " + (t + 1), "run", EventWriter.DEVICE, r.device(), end, Map.of("time_s", r.timeline().seconds()));
            }
            double[] to = new double[r.from().length];
            for (int i = 0; i < to.length; i++) {
                to[i] = Math.min(r.from()[i] + r.timeline().launches().get(i).seconds(), end);
            }
            new Nested(r, EventWriter.DEVICE, r.from(), r.from(), to).write(CallTree.of(f.id(), r.rows()));
        }
        if (s.rest() > 0) {
            events.complete(rest(s), "run", EventWriter.DEVICE, s.runs().get(s.runs().size() - 1).deviceEnd(), s.end(), Map.of("runs", s.rest()));
        }
    }

    private static String rest(Schedule s) {
        return s.rest() == 1 ? "run " + s.stage().facts().repeat() : "runs " + (s.runs().size() + 1) + " to " + s.stage().facts().repeat();
    }

    /** The blocks and kernels of one run on one thread. {@code begun}: when what leads to a kernel began, calls of blocks included. */
    private final class Nested {
        private final Schedule.Run run;
        private final int thread;
        private final double[] begun;
        private final double[] from;
        private final double[] to;
        private final int[] first;

        Nested(Schedule.Run run, int thread, double[] begun, double[] from, double[] to) {
            this.run = run;
            this.thread = thread;
            this.begun = begun;
            this.from = from;
            this.to = to;
            first = new int[run.rows().size() + 1];
            List<Timeline.Launch> launches = run.timeline().launches();
            for (int row = 0, i = 0; row < first.length; row++) {
                while (i < launches.size() && launches.get(i).row() < row) {
                    i++;
                }
                first[row] = i;
            }
        }

        void write(CallTree graph) throws IOException {
            for (CallTree t : graph.inside()) {
                part(t);
            }
        }

        private void part(CallTree t) throws IOException {
            int start = first[t.from()];
            int end = first[t.to()];
            if (start == end) {
                return;
            }
            if (t.row() != null) {
                for (int i = start; i < end; i++) {
                    kernel(t.row(), i);
                }
                return;
            }
            events.complete(t.name(), "block", thread, begun[start], to[end - 1], Map.of());
            for (CallTree inside : t.inside()) {
                part(inside);
            }
        }

        private void kernel(OperatorRow r, int i) throws IOException {
            OperatorRow.KernelRow k = r.kernels().get(run.timeline().launches().get(i).kernel());
            if (thread == EventWriter.HOST) {
                events.complete("launch " + k.name(), "launch", thread, from[i], to[i], Map.of("path", r.path()));
                return;
            }
            Map<String, Object> args = new LinkedHashMap<>();
            args.put("path", r.path());
            args.put("operator", r.operator());
            args.put("input_shapes", Shapes.text(r.inputShapes()));
            args.put("output_shape", Shapes.text(r.outputShape()));
            args.put("flops", k.flops());
            args.put("vector_flops", k.vectorFlops());
            args.put("bytes_read", k.bytesRead());
            args.put("bytes_written", k.bytesWritten());
            args.put("bound", k.bound().id());
            args.put("least_time_s", k.least());
            events.complete(k.name(), r.category().label(), thread, from[i], to[i], args);
        }
    }

    private Map<String, Object> live(long inputs, long activations, long cache) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("weights", profile.totals().weightBytes());
        out.put("inputs", inputs);
        out.put("activations", activations);
        out.put("KV cache", cache);
        return out;
    }

    private void memory(Schedule s) throws IOException {
        StageProfile.Facts f = s.stage().facts();
        for (Schedule.Run r : s.runs()) {
            List<Timeline.Launch> launches = r.timeline().launches();
            long last = -1;
            for (int i = 0; i < launches.size(); i++) {
                long live = r.rows().get(launches.get(i).row()).liveBytes();
                if (live != last) {
                    events.counter(MEMORY, r.from()[i], live(f.inputBytes(), live, f.kvCacheBytes()));
                    last = live;
                }
            }
        }
        if (s.rest() > 0) {
            events.counter(MEMORY, s.runs().get(s.runs().size() - 1).deviceEnd(), live(f.inputBytes(), f.peakActivationBytes(), f.kvCacheBytes()));
        }
    }

    private void rate(Schedule s) throws IOException {
        double done = 0;
        for (Schedule.Run r : s.runs()) {
            List<Timeline.Launch> launches = r.timeline().launches();
            double free = r.device();
            for (int i = 0; i < launches.size(); i++) {
                Timeline.Launch l = launches.get(i);
                OperatorRow.KernelRow k = r.rows().get(l.row()).kernels().get(l.kernel());
                if (EventWriter.nanoseconds(r.from()[i]) > EventWriter.nanoseconds(free)) {
                    events.counter(RATE, free, Map.of("reached", 0.0));
                }
                double flops = (double) k.flops() + k.vectorFlops();
                events.counter(RATE, r.from()[i], Map.of("reached", l.seconds() > 0 ? flops / l.seconds() : 0.0));
                free = r.from()[i] + l.seconds();
                done += flops;
            }
            if (r.deviceEnd() > free) {
                events.counter(RATE, free, Map.of("reached", 0.0));
            }
        }
        double from = s.runs().get(s.runs().size() - 1).deviceEnd();
        if (s.rest() > 0 && s.end() > from) {
            double all = s.stage().totalFlops().matmul().doubleValue() + s.stage().totalFlops().vector().doubleValue();
            events.counter(RATE, from, Map.of("reached", Math.max(0, all - done) / (s.end() - from)));
        }
    }
}
