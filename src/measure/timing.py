"""How long a call takes: CUDA graphs and events on a GPU, the clock on a CPU."""

import math
import statistics
import time
from dataclasses import dataclass
from typing import Callable, List, Optional, Sequence

import torch

Call = Callable[[], object]

SET_LIMIT = 256        # copies of the operands at most
MEMORY_SHARE = 0.3     # of the free memory that copies may take
BATCH_SECONDS = 2e-3   # of calls between two events: 1,000 times the events' resolution
BATCH_CALLS = 512      # calls in one graph at most
WARM_SECONDS = (0.02, 0.4)  # at least; and after which times that don't settle are taken as they are
SAMPLE_SECONDS = 0.08  # of samples, when there are enough
SAMPLES = (7, 40)      # fewest and most
SETTLED = 0.01         # two warm-up batches as close as this: warm


@dataclass(frozen=True)
class Timing:
    """Seconds of one call: the median of samples, and the 10th and 90th percentile; `how` names the protocol."""

    seconds: float
    low: float
    high: float
    calls: int
    how: str

    def note(self) -> str:
        """The spread and the protocol, for the column `notes`."""
        return "%s; median of %d batches, p10 %.3f p90 %.3f us" % (self.how, self.calls, self.low * 1e6, self.high * 1e6)


def sets(bytes_of_one: int, l2_bytes: int, free_bytes: int) -> int:
    """How many copies of the operands evict each other from the cache before they are used again: twice its size, as memory allows."""
    if bytes_of_one >= 8 * l2_bytes:
        return 1
    wanted = math.ceil(2 * l2_bytes / max(bytes_of_one, 1)) + 1
    possible = int(MEMORY_SHARE * free_bytes / max(bytes_of_one, 1))
    return max(1, min(wanted, possible, SET_LIMIT))


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which this share lies: the nearest one."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def summary(samples: Sequence[float], how: str) -> Timing:
    """A Timing of samples, each in seconds a call."""
    return Timing(statistics.median(samples), percentile(samples, 0.1), percentile(samples, 0.9), len(samples), how)


def sample(batch: Callable[[], float], calls: int, how: str) -> Timing:
    """Runs batches until two in a row agree, then samples them; `batch` returns the seconds that its `calls` calls took."""
    start = time.perf_counter()
    before = batch()
    while time.perf_counter() - start < WARM_SECONDS[1]:
        now = batch()
        if abs(now - before) <= SETTLED * before and time.perf_counter() - start >= WARM_SECONDS[0]:
            break
        before = now
    samples: List[float] = []
    while len(samples) < SAMPLES[0] or sum(samples) * calls < SAMPLE_SECONDS and len(samples) < SAMPLES[1]:
        samples.append(batch() / calls)
    return summary(samples, how)


def on_cpu(calls: Sequence[Call]) -> Timing:
    """Times calls on the CPU; a batch is as many as fill BATCH_SECONDS."""
    calls[0]()
    start = time.perf_counter()
    calls[0]()
    count = max(len(calls), min(BATCH_CALLS, math.ceil(BATCH_SECONDS / max(time.perf_counter() - start, 1e-9))))

    def batch() -> float:
        begin = time.perf_counter()
        for i in range(count):
            calls[i % len(calls)]()
        return time.perf_counter() - begin

    return sample(batch, count, "CPU clock")


def spin(seconds: float = 1.0) -> None:
    """Keeps the GPU at work until its clocks are up."""
    x = torch.randn((2048, 2048), dtype=torch.float16, device="cuda")
    start = time.perf_counter()
    while time.perf_counter() - start < seconds:
        for _ in range(20):
            torch.mm(x, x)
        torch.cuda.synchronize()


def between_events(work: Call, lead: Optional[Call] = None) -> float:
    """Seconds that the GPU takes from before `work` to after it, in the current stream; `lead` keeps it busy while `work` is launched."""
    begin, end = torch.cuda.Event(enable_timing=True), torch.cuda.Event(enable_timing=True)
    if lead is not None:
        lead()
    begin.record()
    work()
    end.record()
    end.synchronize()
    return begin.elapsed_time(end) * 1e-3


def on_gpu(calls: Sequence[Call]) -> Timing:
    """
    Times calls on the GPU. They are captured, one after the other, in one CUDA graph, which is launched while another replay of it runs: a
    call's time is the graph's over their number, the gap between kernels inside the graph included, nothing of the host's. What cannot be
    captured is launched from the host, and says so.
    """
    stream = torch.cuda.Stream()
    stream.wait_stream(torch.cuda.current_stream())
    with torch.cuda.stream(stream):
        calls[0]()  # loads kernels, lets libraries choose
        calls[-1]()
        single = between_events(calls[0])
        count = max(1, min(BATCH_CALLS // len(calls), math.ceil(BATCH_SECONDS / max(single, 1e-7) / len(calls)))) * len(calls)
        outputs: List[object] = [None] * len(calls)

        def run() -> None:
            for i in range(count):
                outputs[i % len(calls)] = calls[i % len(calls)]()

        try:
            graph = torch.cuda.CUDAGraph()
            with torch.cuda.graph(graph, stream=stream):
                run()
            return sample(lambda: between_events(graph.replay, graph.replay), count, "CUDA graph of %d calls" % count)
        except torch.cuda.OutOfMemoryError:
            raise
        except RuntimeError as problem:
            torch.cuda.synchronize()
            reason = str(problem).splitlines()[0]
            return sample(lambda: between_events(run), count, "%d calls from the host (no graph: %s)" % (count, reason))
