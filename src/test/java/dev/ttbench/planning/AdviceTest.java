package dev.ttbench.planning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ttbench.TestLibrary;
import dev.ttbench.device.Device;
import dev.ttbench.profile.Flops;
import dev.ttbench.profile.Profile;
import dev.ttbench.profile.Request;
import dev.ttbench.profile.Suites;
import dev.ttbench.spec.InputException;
import dev.ttbench.sweep.Result;
import dev.ttbench.sweep.SweepRunner;
import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdviceTest {

    @ParameterizedTest
    @CsvSource({"2s, 2", "800ms, 0.8", "1.5 min, 90", "2, 2", "0.5h, 1800"})
    void times(String text, double seconds) {
        assertEquals(seconds, Target.of(text, null).seconds(), 1e-12);
        assertEquals(0, Target.of(text, null).perSecond());
    }

    @ParameterizedTest
    @CsvSource({"10/min, 0.1666666667", "2/s, 2", "900 / h, 0.25"})
    void rates(String text, double perSecond) {
        assertEquals(perSecond, Target.of(null, text).perSecond(), 1e-9);
    }

    @ParameterizedTest
    @CsvSource({"0s, ", "2x, ", "-1s, ", "fast, ", ", 10", ", 0/min", ", 10/day", ", "})
    void targetsThatAreNone(String time, String rate) {
        assertThrows(InputException.class, () -> Target.of(time, rate));
    }

    @Test
    void bothTargetsMustBeReached() {
        Target t = Target.of("2s", "60/min");
        assertEquals(0.5, t.excess(1, 2), "half of the time, half of what the rate allows");
        assertEquals(1.5, t.excess(1.5, 1), "the rate is what is missed");
        assertEquals(2, t.excess(4, 8), "the time is what is missed");
    }

    private static Candidate candidate(String device, double seconds, double high, long peak, Double usd) {
        Profile.Totals totals = new Profile.Totals(seconds, seconds / 2, high, seconds, 1, Flops.ZERO, BigInteger.ONE, BigInteger.ONE, 1, 1, 0, peak, 100, peak <= 100);
        Result result = new Result(new Request("m", Map.of(), device, null, null, null, null, List.of()), totals, totals.fits() ? Result.OK : Result.NO_FIT, totals.fits() ? null : "needs more");
        return Candidate.of(result, 1, usd == null ? null : new Device.Price(usd, "2026-01-01", "here"), Target.of("2s", null));
    }

    private static String order(Advice.By by, List<Candidate> candidates) {
        return String.join(" ", Advice.of(Target.of("2s", null), by, candidates).candidates().stream().map(c -> c.request().device()).toList());
    }

    @Test
    void ranks() {
        List<Candidate> all = List.of(candidate("large", 0.5, 0.6, 200, 0.1), candidate("slow", 2.5, 3, 50, 0.1), candidate("free", 0.4, 0.9, 90, null), candidate("dear", 0.5, 1, 10, 9.0),
                candidate("cheap", 1.9, 2.1, 80, 1.0), candidate("slower", 9, 9, 50, null));
        assertEquals("cheap dear free slow slower large", order(Advice.By.COST, all));
        assertEquals("free dear cheap slow slower large", order(Advice.By.TIME, all));
        assertEquals("dear cheap free slow slower large", order(Advice.By.MEMORY, all));
        Advice advice = Advice.of(Target.of("2s", null), Advice.By.COST, all);
        assertEquals(3, advice.answers().size());
        assertEquals(List.of(false, true, true), advice.answers().stream().map(Candidate::sure).toList());
        assertEquals(1.0 / 3600 * 1.9 * 1000, advice.answers().get(0).usdPerThousand(), 1e-12);
        assertNull(advice.answers().get(2).usdPerThousand());
        assertEquals("1.25 times as long as the target", advice.rejected().get(0).reason());
        assertEquals("needs more", advice.rejected().get(2).reason());
    }

    @Test
    void aDeviceIsRejectedOnceAndOnlyWithoutAnAnswer() {
        Advice advice = Advice.of(Target.of("2s", null), Advice.By.COST, List.of(candidate("a", 3, 3, 1, 1.0), candidate("a", 1, 1, 1, 1.0), candidate("b", 5, 5, 1, 1.0), candidate("b", 4, 4, 1, 1.0)));
        assertEquals(1, advice.answers().size());
        assertEquals(List.of(2.0), advice.rejected().stream().map(Candidate::excess).toList());
    }

    /** The winner is the cheapest of all that reach the target, found by looking at every one. */
    @Test
    void theWinnerIsTheCheapestOfAnExhaustiveTable() throws IOException {
        Suites suites = TestLibrary.suites();
        List<Request> requests = new ArrayList<>();
        for (String device : suites.devices().ids()) {
            for (String batch : List.of("1", "4")) {
                requests.add(new Request("sd-turbo", Map.of("batch", batch), device, null, null, "compiled", null, List.of()));
            }
        }
        List<Result> results = new SweepRunner(TestLibrary::suites, 2).run(requests);
        assertEquals(requests, results.stream().map(Result::request).toList(), "answers come in the order of requests");
        List<Double> times = results.stream().map(r -> r.totals().seconds()).sorted().toList();
        Random random = new Random(11);
        for (int i = 0; i < 40; i++) {
            Target target = Target.of(String.format(java.util.Locale.ROOT, "%.6f", times.get(random.nextInt(times.size())) * (0.5 + random.nextDouble())), i % 2 == 0 ? null : "30/min");
            double best = Double.POSITIVE_INFINITY;
            List<Candidate> candidates = new ArrayList<>();
            for (Result r : results) {
                Device d = suites.devices().get(r.request().device());
                long pieces = Long.parseLong(r.request().set().get("batch"));
                candidates.add(Candidate.of(r, pieces, d.price(), target));
                double t = r.totals().seconds();
                if (d.price() != null && r.totals().fits() && t <= target.seconds() && pieces / t >= target.perSecond()) {
                    best = Math.min(best, d.price().usdPerHour() * t / pieces);
                }
            }
            List<Candidate> answers = Advice.of(target, Advice.By.COST, candidates).answers();
            if (best == Double.POSITIVE_INFINITY) {
                assertTrue(answers.stream().allMatch(c -> c.price() == null));
            } else {
                assertEquals(best / 3.6, answers.get(0).usdPerThousand(), best * 1e-9);
            }
        }
    }
}
