package dev.ttbench.dist;

import static dev.ttbench.dist.Distribution.environment;
import static dev.ttbench.dist.Distribution.scratch;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** A sweep that is killed, has no room, or is not alone. */
@DisabledOnOs(OS.WINDOWS)
class SweepIT {
    private static final int KILLS = 50;
    private static final String[] SWEEP = {"sweep", "--model", "sd-v1.5", "--set", "height=256:1024:64", "--set", "width=256:1024:64", "--set", "batch=1:16", "--device", "a100-sxm4-80gb,l4,t4", "--attention",
        "flash,baseline"};
    private final Distribution built = Distribution.built();

    private static String[] words(String... more) {
        List<String> words = new ArrayList<>(List.of(SWEEP));
        words.addAll(List.of(more));
        return words.toArray(new String[0]);
    }

    private Process start(Path folder, String... words) throws IOException {
        List<String> line = new ArrayList<>(List.of(built.launcher().toString()));
        line.addAll(List.of(words));
        ProcessBuilder b = new ProcessBuilder(line).directory(folder.toFile()).redirectErrorStream(true).redirectOutput(folder.resolve("said.txt").toFile());
        b.environment().clear();
        b.environment().putAll(environment());
        return b.start();
    }

    @Test
    void killedFiftyTimesItWritesTheSameBytes() throws Exception {
        Path folder = scratch("killed sweep");
        Random random = new Random(20260101);
        int killed = 0;
        for (int i = 0; i < KILLS; i++) {
            Process p = start(folder, words("--resume", "-o", "out.csv"));
            if (!p.waitFor(200 + random.nextInt(500), TimeUnit.MILLISECONDS)) {
                p.descendants().forEach(ProcessHandle::destroyForcibly);
                p.destroyForcibly().waitFor();
                killed++;
            }
        }
        Process last = start(folder, words("--resume", "-o", "out.csv"));
        assertEquals(0, last.waitFor(), () -> read(folder.resolve("said.txt")));
        assertTrue(killed > KILLS / 2, "killed " + killed + " times");
        assertEquals(0, start(folder, words("-o", "once.csv")).waitFor());
        assertArrayEquals(Files.readAllBytes(folder.resolve("once.csv")), Files.readAllBytes(folder.resolve("out.csv")));
    }

    @Test
    void withoutRoomTheOldFileStays() throws Exception {
        Path folder = scratch("full disk");
        Files.writeString(folder.resolve("out.csv"), "old\n");
        String line = "ulimit -f 100; exec '" + built.launcher() + "' " + String.join(" ", words("-o", "out.csv")).replace("height=256:1024:64", "'height=256:1024:64'");
        ProcessBuilder b = new ProcessBuilder("sh", "-c", line).directory(folder.toFile()).redirectErrorStream(true).redirectOutput(folder.resolve("said.txt").toFile());
        b.environment().clear();
        b.environment().putAll(environment());
        int exit = b.start().waitFor();
        String said = read(folder.resolve("said.txt"));
        assertEquals(4, exit, said);
        assertTrue(said.contains("cannot write out.csv"), said);
        assertEquals("old\n", Files.readString(folder.resolve("out.csv")));
        assertEquals(0, start(folder, words("--resume", "-o", "out.csv")).waitFor(), "with room again it goes on");
    }

    @Test
    void theSecondToOneFileRefuses() throws Exception {
        Path folder = scratch("two sweeps");
        Process first = start(folder, words("-o", "out.csv"));
        Distribution.await("the first sweep's rows", () -> Files.exists(folder.resolve("out.csv.part.request")));
        Run second = built.run(folder, environment(), words("--resume", "-o", "out.csv"));
        assertEquals(2, second.exit(), second::toString);
        assertTrue(second.err().contains("another sweep is writing to it"), second::toString);
        assertEquals(0, first.waitFor());
    }

    private static String read(Path p) {
        try {
            return Files.readString(p);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
