package dev.ttbench.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ttbench.spec.InputException;
import dev.ttbench.spec.Node;
import dev.ttbench.spec.Precompiled;
import dev.ttbench.spec.Problem;
import dev.ttbench.spec.Problems;
import dev.ttbench.spec.SuiteFiles;
import dev.ttbench.spec.YamlReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Shipped devices agree with physics; doctored ones are refused with the whole message expected. */
class DeviceTest {
    private static final SuiteFiles FILES = new SuiteFiles(Path.of("suites"), Precompiled.NONE);
    private static final Devices DEVICES = new Devices(FILES);

    private static String problems(String text) {
        Problems problems = new Problems("x.yaml");
        DeviceReader.read((Node.MapNode) YamlReader.read("x.yaml", text).get(0), problems, FILES);
        return new TreeSet<>(problems.found()).stream().map(Problem::text).collect(Collectors.joining("\n"));
    }

    private static String doctored(String find, String replacement) throws IOException {
        String text = Files.readString(Path.of("suites/devices/a100-sxm4-80gb.yaml"));
        assertTrue(text.contains(find), find);
        return problems(text.replace(find, replacement));
    }

    @Test
    void everyShippedDeviceIsClean() throws IOException {
        assertTrue(DEVICES.ids().size() >= 88);
        for (String id : DEVICES.ids()) {
            assertEquals("", problems(Files.readString(Path.of("suites/devices", id + ".yaml"))), id);
            assertEquals(id, DEVICES.get(id).id());
            assertEquals(DEVICES.get(id).architecture(), DEVICES.architecture(DEVICES.get(id).architecture()).id());
        }
    }

    @Test
    void noTwoDevicesShareAName() {
        Map<String, String> names = new TreeMap<>();
        for (String id : DEVICES.ids()) {
            assertEquals(null, names.put(Devices.spelling(id), id));
        }
        for (String id : DEVICES.ids()) {
            for (String alias : DEVICES.get(id).aliases()) {
                String other = names.put(Devices.spelling(alias), id);
                assertTrue(other == null || other.equals(id), alias);
                assertEquals(id, DEVICES.get(alias).id());
            }
        }
    }

    @Test
    void spellings() {
        Map<String, String> meant = new TreeMap<>();
        """
                NVIDIA A100-SXM4-80GB, A100-SXM4-40GB, NVIDIA A100-PCIE-40GB, NVIDIA A100 80GB PCIe, NVIDIA A800-SXM4-80GB, NVIDIA A30, NVIDIA A10G, NVIDIA H100 80GB HBM3, NVIDIA H100 PCIe,
                NVIDIA H100 NVL, NVIDIA H800, NVIDIA H200, NVIDIA H200 NVL, NVIDIA H20, NVIDIA GH200 480GB, NVIDIA GH200 144G HBM3e, NVIDIA B200, NVIDIA B300 SXM6 AC, NVIDIA GB200,
                Tesla T4, Tesla V100-SXM2-16GB, Tesla V100-SXM2-32GB, Tesla V100S-PCIE-32GB, Tesla P100-PCIE-16GB, Tesla P100-SXM2-16GB, Tesla P40, NVIDIA L4, NVIDIA L40S,
                NVIDIA GeForce RTX 3090 Ti, GeForce RTX 2080 Ti, NVIDIA GeForce RTX 4060 Ti, NVIDIA GeForce RTX 5080, NVIDIA TITAN V, TITAN X (Pascal), NVIDIA TITAN RTX, Quadro RTX 8000,
                NVIDIA RTX A6000, NVIDIA RTX 6000 Ada Generation, NVIDIA RTX PRO 6000 Blackwell Server Edition, NVIDIA RTX PRO 6000 Blackwell Workstation Edition,
                AMD Instinct MI300X, TPU v5 lite, TPU v4, Apple M2 Ultra, Intel Gaudi 2, l40s, rtx_4090, h200_sxm, gb200, b300_sxm, l4, a30, a100_80gb, mi250_1_gcd
                """.strip().lines().flatMap(l -> Arrays.stream(l.strip().split(",\\s*"))).filter(n -> !n.isEmpty()).forEach(n -> meant.put(n, String.valueOf(DEVICES.idOf(n))));
        assertEquals(List.of(), meant.entrySet().stream().filter(e -> e.getValue().equals("null")).map(Map.Entry::getKey).toList());
        assertEquals(List.of("a100-sxm4-80gb", "a100-pcie-80gb", "h100-sxm5-80gb", "gh200", "v100-sxm2-32gb", "titan-x-pascal", "tpu-v5e", "gaudi-2", "mi250-gcd"),
                Stream.of("NVIDIA A100-SXM4-80GB", "NVIDIA A100 80GB PCIe", "NVIDIA H800", "NVIDIA GH200 480GB", "Tesla V100-SXM2-32GB", "TITAN X (Pascal)", "TPU v5 lite",
                        "Intel Gaudi 2", "mi250_1_gcd").map(meant::get).toList());
        assertEquals(null, DEVICES.idOf("nvidia"));
        assertEquals(null, DEVICES.idOf(""));
    }

    @Test
    void sparsePeak() throws IOException {
        assertEquals("""
                x.yaml:10:44: the fp16 peak of 624.0 TFLOP/s is not what 108 SMs x 1024 FMA/clock x 2 x 1410 MHz give: 311.9 TFLOP/s; this is the sparse figure
                  write the dense peak, half of it""", doctored("fp16: 312,", "fp16: 624,"));
    }

    @Test
    void wrongSmCount() throws IOException {
        String[] lines = doctored("sms: 108", "sms: 128").split("\n");
        assertEquals(10, lines.length, "five dtypes, with a hint each");
        assertEquals("x.yaml:10:21: the fp32 peak of 19.50 TFLOP/s is not what 128 SMs x 64 FMA/clock x 2 x 1410 MHz give: 23.10 TFLOP/s", lines[0]);
        assertEquals("  check sms, fma_per_clock_per_sm and the clock; the two may differ by 3 %", lines[1]);
    }

    @Test
    void missingSource() throws IOException {
        assertEquals("""
                x.yaml:11:10: 'memory.capacity_gb' has no source
                  sources:
                    memory.capacity_gb: "datasheet, table, page\"""", doctored("  memory.capacity_gb: 'NVIDIA A100 80GB datasheet (2021), specifications table'\n", ""));
        assertEquals("", doctored("  memory.capacity_gb:", "  memory:"), "a source of the map around it covers it");
    }

    @Test
    void sourceOfNothing() throws IOException {
        assertEquals("""
                x.yaml:24:3: the source of 'memory.l2' belongs to no number of this file
                  did you mean 'memory.l2_mb'?""", doctored("power.tdp_w: '", "memory.l2: 'x'\n  power.tdp_w: '"));
    }

    @Test
    void unknownKey() throws IOException {
        assertEquals("""
                x.yaml:5:1: a device has no key 'vendr'
                  did you mean 'vendor'?""", doctored("vendor: NVIDIA", "vendor: NVIDIA\nvendr: NVIDIA"));
    }

    @Test
    void negativeNumber() throws IOException {
        assertEquals("x.yaml:12:16: 'tdp_w' is -400; it cannot be negative", doctored("tdp_w: 400", "tdp_w: -400"));
        assertEquals("x.yaml:11:43: 'bandwidth_gb_s' is 0; it must be more than 0", doctored("bandwidth_gb_s: 2039", "bandwidth_gb_s: 0"));
    }

    @Test
    void unknownArchitecture() throws IOException {
        assertEquals("""
                x.yaml:5:15: there is no architecture 'ampere-a10'
                  did you mean 'ampere-a100'?""", doctored("architecture: ampere-a100", "architecture: ampere-a10"));
    }

    @Test
    void everyProblemAtOnce() throws IOException {
        assertEquals("""
                x.yaml:2:1: a device needs 'title'
                x.yaml:3:9: 'vendor' must be a text, not a list
                x.yaml:4:15: there is no architecture 'x'
                  known: ARCHITECTURES
                x.yaml:14:1: a device has no key 'aliasse'
                  did you mean 'aliases'?""".replace("ARCHITECTURES", String.join(", ", FILES.names("architectures"))),
                problems(broken()));
    }

    private static String broken() throws IOException {
        return Files.readString(Path.of("suites/devices/a100-sxm4-80gb.yaml"))
                .replace("title: NVIDIA A100 SXM4 80 GB\nvendor: NVIDIA\narchitecture: ampere-a100", "vendor: [NVIDIA]\narchitecture: x").replace("sources:", "aliasse: []\nsources:");
    }

    @Test
    void accumulation() throws IOException {
        String text = Files.readString(Path.of("suites/devices/rtx-4090.yaml"));
        assertEquals("""
                x.yaml:11:25: 'fp16_accumulate_tflops' is 4.000 times the fp16 peak
                  accumulating in fp16 is up to twice as fast as in fp32; 4 times is the figure with sparsity""",
                problems(text.replace("fp16_accumulate_tflops: 330.3", "fp16_accumulate_tflops: 660.8")));
    }

    @Test
    void wrongUnits() throws IOException {
        assertEquals("""
                x.yaml:11:43: a bandwidth of 2.039 GB/s is 0.0134 bytes a clock for each of 108 SMs at 1410 MHz; no memory is so slow
                  in GB/s (10^9 bytes), not TB/s or Gbit/s""", doctored("bandwidth_gb_s: 2039", "bandwidth_gb_s: 2.039"));
        assertEquals("""
                x.yaml:11:43: a bandwidth of 1.631e+04 GB/s is 107 bytes a clock for each of 108 SMs at 1410 MHz; an SM takes 64 at most
                  in GB/s (10^9 bytes), not TB/s or Gbit/s""", doctored("bandwidth_gb_s: 2039", "bandwidth_gb_s: 16312"));
        assertEquals("""
                x.yaml:11:23: a memory of 8.192e+04 GB cannot be
                  in GB (10^9 bytes)""", doctored("capacity_gb: 80", "capacity_gb: 81920"));
        assertEquals("""
                x.yaml:11:56: a last-level cache of 4.096e+04 MB beside a memory of 80.00 GB cannot be
                  in MB (10^6 bytes)""", doctored("l2_mb: 40", "l2_mb: 40960"));
        assertEquals("""
                x.yaml:11:85: 1.679e+05 KB of shared memory in one SM cannot be
                  in KB (1024 bytes)""", doctored("shared_memory_kb_per_sm: 164", "shared_memory_kb_per_sm: 167936"));
        assertEquals("""
                x.yaml:12:16: a power limit of 0.4000 W beside a peak of 312.0 TFLOP/s cannot be
                  in watts: that of the board""", doctored("tdp_w: 400", "tdp_w: 0.4"));
        assertEquals("x.yaml:11:23: 'capacity_gb' is 0; it must be more than 0", doctored("capacity_gb: 80", "capacity_gb: 0"));
    }

    @Test
    void linksAndPrices() throws IOException {
        Device a100 = DEVICES.get("a100-sxm4-80gb");
        assertEquals(31.5e9, a100.hostLink());
        assertTrue(a100.price().usdPerHour() > 0 && a100.price().source().contains("http"), a100.price().toString());
        assertEquals(0, DEVICES.get("tpu-v4").hostLink());
        assertEquals(null, DEVICES.get("tpu-v4").price());
        assertEquals("""
                x.yaml:13:17: a link to the host of 3.150e+04 GB/s cannot be
                  in GB/s (10^9 bytes), in one direction""", doctored("host_link_gb_s: 31.5", "host_link_gb_s: 31500"));
        assertTrue(doctored("  host_link_gb_s: 'PCI", "  memory.l2_mbs: 'PCI").contains("'host_link_gb_s' has no source"));
        assertTrue(doctored("price_usd_per_hour: {value: 1.60", "price_usd_per_hour: {value: 1600").contains("a price of 1600 dollars an hour cannot be\n  in US dollars, for one device"));
        assertTrue(doctored("date: '2026-08-26'", "date: '2026-13-26'").contains("'date' is 2026-13-26, which is no date"));
        assertTrue(doctored("date: '2026-08-26', ", "").contains("'price_usd_per_hour' needs 'date'"));
        assertTrue(doctored("value: 1.60", "value: -1.60").contains("it cannot be negative"));
    }

    @Test
    void withoutSms() throws IOException {
        String tpu = Files.readString(Path.of("suites/devices/tpu-v5e.yaml"));
        assertEquals("", problems(tpu));
        assertEquals("""
                x.yaml:9:43: a bandwidth of 0.8190 GB/s beside a peak of 197.0 TFLOP/s cannot be
                  in GB/s (10^9 bytes), not TB/s or Gbit/s""", problems(tpu.replace("bandwidth_gb_s: 819", "bandwidth_gb_s: 0.819")));
        String[] lines = problems(tpu.replace("architecture: tpu ", "architecture: hopper ")).split("\n");
        assertEquals("x.yaml:8:1: 'peak_tflops' needs 'fp32'", lines[0]);
        String a100 = Files.readString(Path.of("suites/devices/a100-sxm4-80gb.yaml"));
        assertTrue(problems(a100.replaceAll("(?m)^ *(sms|fma_per_clock_per_sm): .*\n", ""))
                .startsWith("x.yaml:2:1: a device of 'ampere-a100' needs 'sms', 'fma_per_clock_per_sm' and 'boost_clock_mhz'"));
        assertEquals("""
                x.yaml:2:1: a device needs 'boost_clock_mhz'
                  sms and fma_per_clock_per_sm stand together, with a clock; both are absent where a datasheet has no SMs""",
                problems(a100.replaceAll("(?m)^ *boost_clock_mhz: .*\n", "")).lines().limit(2).collect(java.util.stream.Collectors.joining("\n")));
    }

    @Test
    void whatIsNotPublishedIsAssumedOrNone() throws IOException {
        Device tpu = DEVICES.get("tpu-v5e");
        assertEquals(55, tpu.sms(), "197 TFLOP/s / (1024 FMA x 2 x 1750 MHz)");
        assertEquals(1750e6, tpu.boostClockHz());
        assertEquals(197e12, tpu.derivedPeakFlops("bf16"), 1e6);
        assertEquals(0.1667 * 197e12, tpu.peakFlops().get("fp32"), 1e6);
        assertEquals(0, tpu.l2Bytes());
        assertEquals(0, tpu.tdpWatts());
        assertEquals(1050e6, DEVICES.get("tpu-v4").boostClockHz(), "its own clock goes before the assumed one");
        String b200 = Files.readString(Path.of("suites/devices/b200-sxm.yaml")).replace(" l2_mb: 126,", "").replaceAll("(?m)^  memory.l2_mb: .*\n", "");
        assertEquals("", problems(b200));
        Device without = DeviceReader.read((Node.MapNode) YamlReader.read("x.yaml", b200).get(0), new Problems("x.yaml"), FILES);
        assertEquals(126_000_000L, without.l2Bytes(), "that of the architecture");
        assertEquals(null, without.sources().get("memory.l2_mb"));
        for (String id : DEVICES.ids()) {
            Device d = DEVICES.get(id);
            assertTrue(d.sms() > 0 && d.boostClockHz() > 0 && d.vectorClockHz() > 0 && d.peakFlops().get("fp32") > 0 && d.memoryBytes() > 0 && d.bandwidth() > 0, id);
            assertEquals(d.peakFlops().keySet(), d.fmaPerClockPerSm().keySet(), id);
        }
    }

    @Test
    void unknownNames() {
        assertEquals("there is no device 'a100_smx'\n  did you mean 'a100_sxm'?", assertThrows(InputException.class, () -> DEVICES.get("a100_smx")).getMessage());
        assertEquals("there is no runtime 'eagre'\n  did you mean 'eager'?", assertThrows(InputException.class, () -> DEVICES.runtime("eagre")).getMessage());
        assertEquals(List.of("eager", "compiled", "tensorrt", "serving"), DEVICES.runtimes());
    }

    @Test
    void aliasesDoNotDependOnOtherFiles(@TempDir Path folder) throws IOException {
        Files.createDirectories(folder.resolve("devices"));
        Files.createDirectories(folder.resolve("architectures"));
        Files.copy(Path.of("suites/devices/t4.yaml"), folder.resolve("devices/t4.yaml"));
        Files.copy(Path.of("suites/architectures/turing.yaml"), folder.resolve("architectures/turing.yaml"));
        Files.writeString(folder.resolve("devices/broken.yaml"), "device: broken\nsms: -1\n");
        Devices devices = new Devices(new SuiteFiles(folder, Precompiled.NONE));
        assertEquals("t4", devices.get("t4_16gb").id());
        assertEquals("t4", devices.get(folder.resolve("devices/t4.yaml").toString()).id());
        assertEquals(64, devices.sha256("t4").length());
        assertThrows(InputException.class, () -> devices.get("broken"));
    }
}
