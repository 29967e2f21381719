package dev.ttbench.latency;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ttbench.device.Devices;
import dev.ttbench.spec.InputException;
import dev.ttbench.spec.Overlay;
import dev.ttbench.spec.Precompiled;
import dev.ttbench.spec.Problem;
import dev.ttbench.spec.SuiteFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A calibration's constants stand in for those of the files, and nothing else does. */
class CalibrationTest {
    private static final SuiteFiles FILES = new SuiteFiles(Path.of("suites"), Precompiled.NONE);
    private static final String MINE = "src/test/resources/calibration/mine.yaml";

    @TempDir
    Path folder;

    @Test
    void everyKindOfConstantIsReplacedAndSaysByWhat() {
        Devices devices = new Devices(FILES.with(CalibrationReader.read(MINE, FILES, Set.of())));
        assertEquals(0.5, devices.architecture("ampere-a100").matrix().tensorEfficiency());
        assertEquals("fit: calibration mine: a test", devices.architecture("ampere-a100").sources().get("tensorEfficiency"));
        assertEquals(1.2e9, devices.get("a100-sxm4-80gb").sustainedClockHz());
        assertEquals(20e-6, devices.runtime("eager").operatorSeconds(), 1e-12);
        assertTrue(devices.runtime("eager").source().endsWith("; operator_us: calibration mine: a test"));
        LatencyReader.Content read = LatencyReader.read(devices.files().map("suites/latency.yaml", new dev.ttbench.spec.Problems("x")), new dev.ttbench.spec.Problems("x"));
        assertEquals(300, read.constants().matrix().tileCycles());
        assertEquals(1.25, read.libraries().get("flash-2").overlap());
        Devices plain = new Devices(FILES);
        assertEquals(plain.architecture("hopper"), devices.architecture("hopper"));
        assertEquals(plain.architecture("ampere-a100").matrix().feedBytesPerClockPerSm(), devices.architecture("ampere-a100").matrix().feedBytesPerClockPerSm());
    }

    @Test
    void rememberedFilesAreTheSame() {
        SuiteFiles kept = FILES.remembered();
        Overlay mine = CalibrationReader.read(MINE, FILES, Set.of());
        assertEquals(FILES.with(mine).read("suites/latency.yaml"), kept.with(mine).read("suites/latency.yaml"));
        assertEquals(FILES.read("suites/latency.yaml"), kept.read("suites/latency.yaml"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "devices: {a100-sxm4-80gb: {sms: {value: 100, fit: x}}} | 2:28 | is a fact of a datasheet | only 'sustained_clock_mhz'",
        "devices: {a100-sxm4-80g: {sustained_clock_mhz: {value: 100, fit: x}}} | 2:11 | there is no device | did you mean 'a100-sxm4-80gb'",
        "architectures: {ampere-a100: {tensor_eficiency: {value: 1, fit: x}}} | 2:31 | no constant 'tensor_eficiency' | did you mean 'tensor_efficiency'",
        "constants: {tile_cycles: {value: 1, unit: us, fit: x}} | 2:43 | is in cycles, not in us |",
        "constants: {tile_cycles: {value: 0, fit: x}} | 2:34 | must be more than 0 |",
        "constants: {tile_cycles: {value: 1}} | 2:26 | needs 'fit' |",
        "constants: {tile_cycles: 1} | 2:26 | must be a map with value and fit |",
        "libraries: {flash-9: {overlap: {value: 1, fit: x}}} | 2:13 | there is no library flash-9 | did you mean",
        "libraries: {flash-2: {resident_blocks: {value: 1.5, fit: x}}} | 2:48 | must be an integer |",
        "constans: {} | 2:1 | has no key 'constans' | did you mean 'constants'",
    })
    void whatIsWrongIsSaidWithItsPlace(String line, String place, String message, String hint) throws IOException {
        Path file = Files.writeString(folder.resolve("c.yaml"), "calibration: c\n" + line + "\n");
        List<Problem> problems = assertThrows(InputException.class, () -> CalibrationReader.read(file.toString(), FILES, Set.of())).problems();
        String text = problems.stream().map(Problem::text).collect(Collectors.joining("\n"));
        assertTrue(text.contains(file + ":" + place + ": ") && text.contains(message) && (hint == null || text.contains(hint)), text);
    }

    @Test
    void aDeviceOfOnesOwnIsKnownByItsId() throws IOException {
        Path file = Files.writeString(folder.resolve("c.yaml"), "calibration: c\ndevices: {my-board: {sustained_clock_mhz: {value: 900, fit: x}}}\n");
        Overlay o = CalibrationReader.read(file.toString(), FILES, Set.of("my-board"));
        assertEquals(900, o.values().get(new Overlay.Place(Overlay.Kind.DEVICES, "my-board")).get("sustained_clock_mhz").value());
    }
}
