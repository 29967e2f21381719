package dev.ttbench.api;

import dev.ttbench.profile.Profile;
import dev.ttbench.profile.StageProfile;
import dev.ttbench.report.Format;
import dev.ttbench.report.Report;
import dev.ttbench.report.ReportSettings;
import java.io.IOException;
import java.math.BigInteger;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** Where the time, FLOPs and memory of one generation go. */
public final class GenerationProfile {
    private final Profile profile;
    private final List<Stage> stages;

    GenerationProfile(Profile profile) {
        this.profile = profile;
        this.stages = profile.stages().stream().map(Stage::new).toList();
    }

    /**
     * The model.
     *
     * @return its name
     */
    public String model() {
        return profile.model().id();
    }

    /**
     * The device.
     *
     * @return its name
     */
    public String device() {
        return profile.device().id();
    }

    /**
     * Every parameter of the model with its value.
     *
     * @return by name, in the model's order: Long, Boolean, String or List
     */
    public Map<String, Object> parameters() {
        return Collections.unmodifiableMap(profile.request());
    }

    /**
     * The generation as a whole.
     *
     * @return its totals
     */
    public Totals totals() {
        return Totals.of(profile.totals());
    }

    /**
     * Time by category of operator.
     *
     * @return one entry a category that occurs
     */
    public List<Category> categories() {
        return profile.categories().stream().map(c -> new Category(c.category().label(), c.seconds(), c.share(), c.flops(), c.bytes())).toList();
    }

    /**
     * Its stages.
     *
     * @return in the order in which they run
     */
    public List<Stage> stages() {
        return stages;
    }

    /**
     * The whole profile as JSON.
     *
     * @return what {@code ttbench profile --format json} writes
     */
    public String json() {
        return text(Format.JSON);
    }

    /**
     * Its operators as CSV.
     *
     * @return what {@code ttbench profile --format csv} writes
     */
    public String csv() {
        return text(Format.CSV);
    }

    private String text(Format format) {
        StringBuilder b = new StringBuilder(1 << 16);
        try {
            Report.of(format).write(profile, new ReportSettings(Ttbench.version(), null, List.of(), ReportSettings.Style.PLAIN), b);
        } catch (IOException e) {
            throw new AssertionError(e); // a StringBuilder throws none
        }
        return b.toString();
    }

    /**
     * Operators of one category.
     *
     * @param name Convolution, Linear, Attention and so on; Host is the time that the device waits for the host
     * @param seconds time on the device, or for Host the wait
     * @param share of the device's time, from 0 to 1; 0 for Host
     * @param flops of the matmul class
     * @param bytes read and written
     */
    public record Category(String name, double seconds, double share, BigInteger flops, BigInteger bytes) { }

    /** One stage: a network that runs several times. */
    public static final class Stage {
        private final StageProfile stage;

        private Stage(StageProfile stage) {
            this.stage = stage;
        }

        /**
         * Its name within the model.
         *
         * @return unet, vae_decoder and so on
         */
        public String id() {
            return stage.facts().id();
        }

        /**
         * How often its network runs.
         *
         * @return runs
         */
        public long repeat() {
            return stage.facts().repeat();
        }

        /**
         * The time of all runs.
         *
         * @return seconds, with what the device waits for the host
         */
        public double seconds() {
            return stage.facts().seconds();
        }

        /**
         * FLOPs of all runs.
         *
         * @return exact counts
         */
        public Flops flops() {
            return Flops.of(stage.totalFlops());
        }

        /**
         * Learned values of its network.
         *
         * @return how many
         */
        public long parameters() {
            return stage.facts().parameters();
        }

        /**
         * The peak of live activations over its runs.
         *
         * @return bytes
         */
        public long peakActivationBytes() {
            return stage.facts().peakActivationBytes();
        }

        /**
         * Its operators, made when they are first asked for.
         *
         * @return in the order in which they run; the last is {@code host} where the device waits for the host
         */
        public List<Operator> operators() {
            return stage.operators().stream().map(Operator::of).toList();
        }
    }
}
