"""Checks of the kit on a CPU: `python -m unittest test_measure` in this folder. Needs torch; what needs diffusers is left out without it."""

import contextlib
import csv
import importlib.util
import io
import json
import tempfile
import time
import unittest
from pathlib import Path
from typing import Dict, Iterator, List
from unittest import mock

import torch
from torch.utils.flop_counter import FlopCounterMode

import attention
import convolution
import gemm
import machine
import measure
import networks
import records
import timing
import vector
from cases import BYTES, DTYPES, Case
from llama import Llama

DIFFUSERS = importlib.util.find_spec("diffusers") is not None


def run(*words: str) -> str:
    """Runs the program; what it wrote to both streams."""
    text = io.StringIO()
    with contextlib.redirect_stdout(text), contextlib.redirect_stderr(text):
        code = measure.main(words)
    assert code == 0, text.getvalue()
    return text.getvalue()


def rows(file: Path) -> List[Dict[str, str]]:
    """The rows of a file."""
    with file.open(newline="", encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


def all_cases(dtypes: List[str], tiny: bool) -> List[Case]:
    """Of all families."""
    return [*gemm.cases(dtypes, tiny), *attention.cases(dtypes, tiny, tiny), *convolution.cases(dtypes, tiny, "cudnn"), *vector.cases(dtypes, tiny)]


class FakeEvent:
    """An event of a GPU that is done when the host is."""

    def __init__(self, enable_timing: bool) -> None:
        self.time = 0.0

    def record(self) -> None:
        """Now."""
        self.time = time.perf_counter()

    def synchronize(self) -> None:
        """Nothing to wait for."""

    def elapsed_time(self, end: "FakeEvent") -> float:
        """Milliseconds."""
        return (end.time - self.time) * 1e3 + 1e-3


@contextlib.contextmanager
def fake_gpu(captures: bool) -> Iterator[None]:
    """A GPU that takes no time, and captures calls or doesn't."""

    @contextlib.contextmanager
    def graph(_graph: object, stream: object) -> Iterator[None]:
        if not captures:
            raise RuntimeError("not captured\nby this stream")
        yield

    stream = mock.MagicMock()
    changes = {"Stream": lambda: stream, "current_stream": lambda: stream, "stream": lambda s: contextlib.nullcontext(), "Event": FakeEvent,
               "CUDAGraph": mock.MagicMock, "graph": graph, "synchronize": lambda: None}
    with mock.patch.multiple(torch.cuda, **changes):
        yield


class Whole(unittest.TestCase):
    """The program as a user runs it."""

    def setUp(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.out = Path(self.folder.name) / "my"
        self.addCleanup(self.folder.cleanup)

    def test_kernels_are_measured_once(self) -> None:
        words = ["kernels", "--device", "cpu", "--tiny", "--dtypes", "fp32", "--out", str(self.out)]
        first = run(*words)
        self.assertIn(" 0 skipped, 0 left", first)
        found = {f.stem: rows(f) for f in self.out.iterdir()}
        self.assertEqual({"kernels_gemm", "kernels_attention", "kernels_conv", "kernels_conv_more", "kernels_other", "host"}, set(found))
        for name, table in found.items():
            self.assertEqual(records.HEADERS[name].split(","), list(table[0]))
            for row in table:
                self.assertGreater(float(row["latency_us"]), 0)
                self.assertEqual((records.SOURCE, "cpu"), (row["source"], row["device"]))
        before = (self.out / "kernels_gemm.csv").read_text(encoding="utf-8")
        self.assertIn("0 rows added", run(*words))
        self.assertEqual(before, (self.out / "kernels_gemm.csv").read_text(encoding="utf-8"))

    def test_a_part_of_the_rows_is_completed(self) -> None:
        words = ["kernels", "--device", "cpu", "--tiny", "--dtypes", "fp32", "--only", "gemm", "--out", str(self.out)]
        run(*words)
        file = self.out / "kernels_gemm.csv"
        lines = file.read_text(encoding="utf-8").splitlines()
        file.write_text("\n".join(lines[:2]) + "\n", encoding="utf-8")
        self.assertIn("%d rows added" % (len(lines) - 2), run(*words))
        self.assertEqual(sorted(lines[0].split(",")), sorted(rows(file)[0]))
        self.assertEqual(len(lines) - 1, len(rows(file)))

    def test_other_columns_are_refused(self) -> None:
        self.out.mkdir()
        (self.out / "kernels_gemm.csv").write_text("a,b\n1,2\n", encoding="utf-8")
        with self.assertRaises(ValueError):
            run("kernels", "--device", "cpu", "--tiny", "--only", "gemm", "--out", str(self.out))

    def test_the_minutes_are_kept(self) -> None:
        text = run("kernels", "--device", "cpu", "--tiny", "--dtypes", "fp32", "--only", "gemm", "--minutes", "0", "--out", str(self.out))
        self.assertIn("0 rows added", text)
        self.assertIn("3 left", text)

    def test_what_fails_is_named_and_skipped(self) -> None:
        broken = Case("kernels_gemm", {"dtype": "fp32", "m": 1, "n": 1, "k": 1, "batch": 1}, lambda device: lambda: torch.zeros(2) @ torch.zeros(3), 1, 1)
        before = gemm.cases
        gemm.cases = lambda dtypes, tiny: iter([broken])  # type: ignore[assignment]
        try:
            text = run("kernels", "--device", "cpu", "--only", "gemm", "--out", str(self.out))
        finally:
            gemm.cases = before
        self.assertIn("skipped: kernels_gemm dtype=fp32 m=1", text)
        self.assertIn("0 rows added", text)

    def test_dry_run_and_list_measure_nothing(self) -> None:
        text = run("all", "--device", "cpu", "--dry-run", "--out", str(self.out))
        self.assertRegex(text, r"about \d+ minutes")
        self.assertIn("llama-2-7b decode-iteration eager", text)
        self.assertEqual(text, run("list", "--device", "cpu", "--out", str(self.out)))
        self.assertFalse(self.out.exists())

    @unittest.skipUnless(DIFFUSERS, "needs diffusers")
    def test_networks(self) -> None:
        text = run("networks", "--device", "cpu", "--tiny", "--out", str(self.out))
        self.assertIn(" 0 skipped", text)
        table = rows(self.out / "end_to_end.csv")
        self.assertEqual(8, len(table))
        self.assertEqual(len(table), len({r["id"] for r in table}))
        self.assertEqual({"iteration", "stage:prefill", "decode-iteration"}, {r["scope"] for r in table})
        wan = next(r for r in table if r["model"] == "wan2.1-1.3b")
        self.assertEqual(("64", "5", "true", "8", "time_s", "yes"), tuple(wan[c] for c in ("height", "frames", "guidance", "prompt_tokens", "metric", "device_certain")))
        self.assertIn("8 were there", run("networks", "--device", "cpu", "--tiny", "--out", str(self.out)))


class Lists(unittest.TestCase):
    """What would be measured."""

    def test_no_two_rows_are_of_the_same_measurement(self) -> None:
        for tiny in (False, True):
            cases = all_cases(list(DTYPES), tiny)
            keys = [(c.table, c.variant, *sorted((k, str(v)) for k, v in c.columns.items())) for c in cases]
            self.assertEqual([], [k for k in set(keys) if keys.count(k) > 1])

    def test_columns_are_those_of_the_tables(self) -> None:
        for case in all_cases(list(DTYPES), False):
            expected = set(records.HEADERS[case.table].split(",")) - {"source", "device", "framework", "latency_us", "notes"}
            self.assertEqual(expected, set(case.columns))
            self.assertGreater(case.bytes, 0)

    def test_bytes_are_those_of_operands_and_result(self) -> None:
        for case in all_cases(["fp32"], True):
            result = case.make("cpu")()
            for tensor in result if isinstance(result, tuple) else [result]:
                self.assertLessEqual(tensor.numel() * BYTES["fp32"], case.bytes, case.label())

    def test_every_job_has_a_row_of_its_own(self) -> None:
        jobs = list(networks.jobs(False, False))
        rows_of = [j.row(machine.find("cpu")) for j in jobs]
        self.assertEqual(len(jobs), len({r["id"] for r in rows_of}))
        self.assertIn("sd-v1.5-iteration-fp32-b4-eager", {r["id"] for r in rows_of})
        for row in rows_of:
            self.assertLessEqual(set(row), set(records.HEADERS["end_to_end"].split(",")))

    def test_types_that_the_device_lacks_are_left_out(self) -> None:
        options = measure.arguments(["kernels"])
        for capability, expected in ((70, {"fp16", "fp32"}), (80, {"fp16", "bf16", "fp32", "tf32"}), (90, set(DTYPES))):
            gpu = machine.Machine("any", "cuda", "pytorch", 1 << 20, capability)
            self.assertEqual(expected, {c.columns["dtype"] for c in measure.kernel_cases(options, gpu)})

    def test_every_family_has_a_short_run(self) -> None:
        cases = all_cases(["fp16"], False)
        self.assertEqual({c.table for c in cases}, {c.table for c in cases if c.core})
        self.assertLess(sum(c.seconds() for c in cases if c.core), 60)


class Parts(unittest.TestCase):
    """Single functions."""

    def test_devices_are_recognised(self) -> None:
        for name, sms, memory, expected in (
            ("NVIDIA A100-SXM4-80GB", 108, 85e9, "a100-sxm4-80gb"), ("NVIDIA H100 80GB HBM3", 132, 85e9, "h100-sxm5-80gb"), ("NVIDIA H100 PCIe", 114, 85e9, "h100-pcie-80gb"),
            ("NVIDIA H200", 132, 150e9, "h200-sxm"), ("NVIDIA GH200 480GB", 132, 102e9, "gh200"), ("NVIDIA L4", 58, 24e9, "l4"), ("NVIDIA L40", 142, 48e9, "l40"),
            ("NVIDIA L40S", 142, 48e9, "l40s"), ("NVIDIA A10G", 80, 24e9, "a10g"), ("NVIDIA A10", 72, 24e9, "a10"), ("Tesla T4", 40, 16e9, "t4"),
            ("NVIDIA GeForce RTX 3090 Ti", 84, 24e9, "rtx-3090-ti"), ("NVIDIA GeForce RTX 3090", 82, 24e9, "rtx-3090"), ("NVIDIA GB200", 148, 189e9, "gb200"),
            ("NVIDIA H100 80GB HBM3 MIG 1g.10gb", 16, 10e9, None), ("NVIDIA A100-SXM4-80GB", 42, 40e9, None), ("GeForce GTX 1080", 20, 8e9, None),
            ("NVIDIA GeForce RTX 3060", 28, 8e9, None), ("NVIDIA GeForce RTX 4090 D", 114, 24e9, None),
        ):
            self.assertEqual(expected, machine.recognise(name, sms, memory), name)

    def test_states_are_put_into_words(self) -> None:
        self.assertEqual("SM 1410 MHz, memory 1593 MHz, 388.20 W, 61 C", machine.describe("1410, 1593, 388.20, 61, 0x0000000000000000"))
        self.assertIn("slowed: power cap", machine.describe("1200, 1593, 400.00, 61, 0x0000000000000004"))
        self.assertEqual("", machine.describe('Field "x" is not a valid field to query.'))

    def test_copies_exceed_the_cache(self) -> None:
        self.assertEqual(21, timing.sets(10 << 20, 100 << 20, 80 << 30))
        self.assertEqual(1, timing.sets(1 << 30, 50 << 20, 80 << 30))
        self.assertEqual(timing.SET_LIMIT, timing.sets(16, 50 << 20, 80 << 30))
        self.assertEqual(3, timing.sets(100 << 20, 5 << 30, 1 << 30))

    def test_a_graph_holds_calls_that_rotate(self) -> None:
        seen: List[int] = []
        calls = [lambda i=i: seen.append(i) for i in range(3)]
        with fake_gpu(captures=True):
            found = timing.on_gpu(calls)
        count = len(seen) - 3
        self.assertEqual("CUDA graph of %d calls" % count, found.how)
        self.assertEqual([0, 2, 0] + [0, 1, 2] * (count // 3), seen)

    def test_what_no_graph_can_hold_is_launched_from_the_host(self) -> None:
        with fake_gpu(captures=False):
            found = timing.on_gpu([lambda: time.sleep(1e-3)])
        self.assertRegex(found.how, "calls from the host .no graph: not captured.")
        self.assertGreater(found.seconds, 1e-3)

    def test_the_median_and_its_spread(self) -> None:
        found = timing.summary([3.0, 1.0, 2.0, 10.0, 2.0], "clock")
        self.assertEqual((2.0, 1.0, 10.0, 5), (found.seconds, found.low, found.high, found.calls))

    def test_a_token_after_the_prompt_is_the_prompt_with_it(self) -> None:
        torch.manual_seed(0)
        model = Llama(2, 32, 4, 2, 64, 50).eval()
        ids = torch.randint(50, (2, 9))
        with torch.inference_mode():
            whole = model(ids, model.cache(2, 9), 0)
            cache = model.cache(2, 9)
            model(ids[:, :8], cache, 0)
            torch.testing.assert_close(whole, model(ids[:, 8:], cache, 8), rtol=1e-4, atol=1e-5)

    @unittest.skipUnless(DIFFUSERS, "needs diffusers")
    def test_networks_have_the_parameters_and_flops_of_their_models(self) -> None:
        for network in json.loads(networks.CONFIGS.read_text(encoding="utf-8"))["networks"]:
            built = networks.build(network["class"], network["config"], "fp16", "meta")
            self.assertEqual(network["parameters"], sum(p.numel() for p in built.parameters()), network["model"])
            self.assertEqual({torch.float16}, {p.dtype for p in built.parameters()})
            request = network["requests"][0]
            if isinstance(built, Llama):
                job = networks.Job(network, request, "stage:prefill", "eager")
                step = networks.language(job, built, built, "meta")
            else:
                latent, more = networks.inputs(network["class"], network["config"], request, lambda *shape: torch.zeros(shape, dtype=torch.float16, device="meta"))
                step = networks.denoising(built, latent, more, bool(request.get("guidance")))
            with torch.inference_mode(), FlopCounterMode(display=False) as counter:
                step()
            self.assertEqual(network["flops"], counter.get_total_flops(), network["model"])


if __name__ == "__main__":
    unittest.main()
