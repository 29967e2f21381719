"""What the host and the stream add to kernels; operators are named after the keys of suites/runtimes.yaml."""

import statistics
import time
from typing import Callable, Dict, Iterator, List, Tuple

import torch
from torch import nn

from machine import Machine
from timing import on_gpu, summary

CALLS = 400        # in a batch: fewer than a stream's queue holds, so that the host never waits for the GPU
BATCHES = 15
NODES = 200        # kernels of the captured graph
DEPTH = 10         # modules inside each other

Found = Tuple[float, str]  # seconds, note


class Block(nn.Module):
    """Modules inside each other that do nothing: what is left is the cost of calling them."""

    def __init__(self, depth: int) -> None:
        super().__init__()
        self.inner = Block(depth - 1) if depth > 1 else None

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """x."""
        return x if self.inner is None else self.inner(x)


def host_seconds(machine: Machine, call: Callable[[], object], calls: int = CALLS) -> Found:
    """CPU time of one call, whose work on the GPU is not waited for."""
    samples: List[float] = []
    with torch.inference_mode():
        for i in range(BATCHES + 3):
            if machine.cuda:
                torch.cuda.synchronize()
            begin = time.perf_counter()
            for _ in range(calls):
                call()
            if i >= 3:
                samples.append((time.perf_counter() - begin) / calls)
    if machine.cuda:
        torch.cuda.synchronize()
    timing = summary(samples, "CPU clock, %d calls, not waited for" % calls)
    return timing.seconds, timing.note()


def bare_operator(machine: Machine) -> Found:
    """One call of an operator on a tensor of one element."""
    x = torch.zeros(1, device=machine.device)
    return host_seconds(machine, lambda: torch.add(x, x))


def operator(machine: Machine) -> Found:
    """A small linear layer called as a module."""
    layer, x = nn.Linear(64, 64).to(machine.device).eval(), torch.zeros(1, 64, device=machine.device)
    return host_seconds(machine, lambda: layer(x))


def block_call(machine: Machine) -> Found:
    """One level of modules."""
    block, x = Block(DEPTH), torch.zeros(1, device=machine.device)
    seconds, note = host_seconds(machine, lambda: block(x))
    return seconds / DEPTH, "%s; each of %d modules inside each other" % (note, DEPTH)


def launch_floor(machine: Machine) -> Found:
    """The shortest kernel, back to back inside a graph."""
    x = torch.zeros(1, device=machine.device)
    timing = on_gpu([lambda: x.add_(1)])
    return timing.seconds, timing.note()


def captured(machine: Machine) -> torch.cuda.CUDAGraph:
    """A graph of kernels of a few microseconds."""
    x = torch.zeros(1 << 20, device=machine.device)
    x.add_(1)
    graph = torch.cuda.CUDAGraph()
    with torch.cuda.graph(graph):
        for _ in range(NODES):
            x.add_(1)
    return graph


def graph_launch(machine: Machine) -> Found:
    """CPU time of starting a graph."""
    graph = captured(machine)
    seconds, note = host_seconds(machine, graph.replay, 5)
    return seconds, "%s; graph of %d kernels" % (note, NODES)


def gaps(work: Callable[[], object]) -> Found:
    """Idle time of the GPU between the end of a kernel and the start of the next, from the profiler's trace."""
    work()
    torch.cuda.synchronize()
    with torch.profiler.profile(activities=[torch.profiler.ProfilerActivity.CUDA]) as trace:
        work()
        torch.cuda.synchronize()
    spans = sorted((e.time_range.start, e.time_range.end) for e in trace.events() if e.device_type == torch.autograd.DeviceType.CUDA and "elementwise" in e.name)
    if len(spans) < 10:
        raise RuntimeError("the profiler shows no kernels")
    between = [max(0.0, b[0] - a[1]) for a, b in zip(spans, spans[1:])]
    return statistics.median(between) * 1e-6, "profiler trace of %d kernels, median" % len(spans)


def kernel_gap(machine: Machine) -> Found:
    """In a stream that the host keeps full: kernels take longer than their launches."""
    x = torch.zeros(1 << 25, device=machine.device)

    def work() -> None:
        for _ in range(NODES):
            x.add_(1)

    return gaps(work)


def graph_gap(machine: Machine) -> Found:
    """In a graph."""
    return gaps(captured(machine).replay)


ANY: Dict[str, Callable[[Machine], Found]] = {"bare_operator_us": bare_operator, "operator_us": operator, "block_call_us": block_call}
GPU: Dict[str, Callable[[Machine], Found]] = {
    "launch_floor_us": launch_floor, "kernel_gap_us": kernel_gap, "graph_kernel_gap_us": graph_gap, "graph_launch_us": graph_launch}


def costs(machine: Machine) -> Iterator[Tuple[str, Callable[[Machine], Found]]]:
    """What is measured, by name."""
    yield from ANY.items()
    if machine.cuda:
        yield from GPU.items()
