package dev.ttbench.profile;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ttbench.TestLibrary;
import dev.ttbench.profile.Draws.Draw;
import dev.ttbench.report.By;
import dev.ttbench.report.Format;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.TimeZone;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A profile's bytes are a function of its request alone. */
@ResourceLock(Resources.LOCALE)
@ResourceLock(Resources.TIME_ZONE)
class DeterminismTest {
    private static final Locale LOCALE = Locale.getDefault();
    private static final TimeZone ZONE = TimeZone.getDefault();
    private static final List<String> FIRST = texts(Draws.PROFILER, draws());

    private static List<Draw> draws() {
        return Draws.all(2);
    }

    private static List<String> texts(Profiler profiler, List<Draw> draws) {
        List<String> out = new ArrayList<>();
        try {
            for (Draw d : draws) {
                Profile p = profiler.profile(d.request());
                out.add(FormatsTest.text(p, Format.JSON, null) + FormatsTest.text(p, Format.JSON, By.BLOCK) + FormatsTest.text(p, Format.CSV, null) + FormatsTest.text(p, Format.TABLE, null));
            }
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return out;
    }

    @AfterEach
    void restore() {
        Locale.setDefault(LOCALE);
        TimeZone.setDefault(ZONE);
    }

    @Test
    void anotherProfilerAndAnotherOrderChangeNothing() {
        List<Draw> draws = draws();
        assertEquals(FIRST, texts(new Profiler(TestLibrary.suites()), draws));
        Collections.reverse(draws);
        List<String> backwards = texts(new Profiler(TestLibrary.suites()), draws);
        Collections.reverse(backwards);
        assertEquals(FIRST, backwards);
    }

    @Test
    void oneProfilerAskedTwiceSaysTheSame() {
        Profiler profiler = new Profiler(TestLibrary.suites());
        assertEquals(FIRST, texts(profiler, draws()));
        assertEquals(FIRST, texts(profiler, draws()));
    }

    @ParameterizedTest
    @CsvSource({"tr-TR,Asia/Kathmandu", "de-DE,America/St_Johns", "ar-EG-u-nu-arab,Pacific/Apia"})
    void localesAndTimeZonesChangeNothing(String locale, String zone) {
        Locale.setDefault(Locale.forLanguageTag(locale));
        TimeZone.setDefault(TimeZone.getTimeZone(zone));
        assertEquals(FIRST, texts(new Profiler(TestLibrary.suites()), draws()));
    }

    @Test
    void threadsChangeNothing() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(4);
        try {
            List<Future<List<String>>> all = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                all.add(pool.submit(() -> texts(new Profiler(TestLibrary.suites()), draws())));
            }
            for (Future<List<String>> f : all) {
                assertEquals(FIRST, f.get());
            }
        } finally {
            pool.shutdownNow();
            pool.awaitTermination(10, TimeUnit.SECONDS);
        }
    }

    /** The rows of one profile may be asked for from several threads at once: they are made once. */
    @Test
    void rowsAskedForByManyThreadsAreMadeOnce() throws Exception {
        Profile p = new Profiler(TestLibrary.suites()).profile(draws().get(0).request());
        ExecutorService pool = Executors.newFixedThreadPool(4);
        try {
            List<Future<List<OperatorRow>>> all = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                all.add(pool.submit(() -> p.stages().get(0).operators()));
            }
            for (Future<List<OperatorRow>> f : all) {
                assertEquals(System.identityHashCode(p.stages().get(0).operators()), System.identityHashCode(f.get()));
            }
        } finally {
            pool.shutdownNow();
            pool.awaitTermination(10, TimeUnit.SECONDS);
        }
    }
}
