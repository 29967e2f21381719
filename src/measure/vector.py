"""Operators bound by memory: norms, softmax, activations, sums, copies, look-ups."""

from functools import lru_cache
from typing import Any, Callable, Dict, Iterator, List, Sequence, Tuple

import torch
import torch.nn.functional as F

from cases import BYTES, DTYPES, Case, random
from timing import Call

Sizes = Tuple[int, ...]

# By the operator's name: arithmetic on rows x width, the same in and out; number of tensors read.
ROWWISE: Dict[str, Tuple[int, Callable[..., torch.Tensor]]] = {
    "add": (2, torch.add),
    "mul": (2, torch.mul),
    "relu": (1, F.relu),
    "tanh": (1, torch.tanh),
    "silu": (1, F.silu),
    "gelu": (1, F.gelu),
    "softmax": (1, lambda x: F.softmax(x, dim=-1)),
    "layer_norm": (1, lambda x: F.layer_norm(x, x.shape[-1:])),
}
if hasattr(F, "rms_norm"):
    ROWWISE["rms_norm"] = (1, lambda x: F.rms_norm(x, x.shape[-1:]))

ROWS: List[Sizes] = [
    (1, 4096), (16, 4096), (154, 768), (512, 1280), (2048, 640), (2048, 1280), (2048, 4096), (8192, 320), (8192, 1536), (4608, 3072), (16384, 5120), (8192, 10240),
]
SCORES: List[Sizes] = [(65536, 4096), (16384, 1024), (65536, 77), (131072, 16), (2048, 2048)]
MAPS: List[Sizes] = [(2, 320, 64, 64), (2, 960, 64, 64), (2, 640, 32, 32), (2, 1280, 16, 16), (2, 2560, 8, 8), (1, 512, 64, 64), (1, 256, 256, 256), (1, 128, 512, 512), (16, 320, 32, 32)]
# Copies that put an axis elsewhere: heads, channels, frames.
PERMUTES: List[Tuple[Sizes, Sizes]] = [
    ((2, 4096, 8, 40), (0, 2, 1, 3)), ((2, 1024, 20, 64), (0, 2, 1, 3)), ((1, 4608, 24, 128), (0, 2, 1, 3)), ((2, 320, 64, 64), (0, 2, 3, 1)), ((2, 64, 64, 320), (0, 3, 1, 2)),
    ((2, 16, 320, 32, 32), (0, 3, 4, 1, 2)), ((2048, 16, 320), (1, 0, 2)), ((2, 32, 32, 16, 320), (0, 3, 4, 1, 2)), ((1, 16, 4096, 1152), (0, 2, 1, 3)), ((4096, 4096), (1, 0)),
]
CONCATENATIONS: List[Tuple[Sizes, int]] = [((2, 320, 64, 64), 320), ((2, 640, 32, 32), 640), ((2, 1280, 16, 16), 1280), ((1, 4096, 3072), 512)]  # the second's channels
UPSAMPLED: List[Sizes] = [(2, 640, 32, 32), (2, 1280, 16, 16), (1, 512, 128, 128), (1, 256, 256, 256)]
LOOKUPS = [(1, 32000, 4096), (2048, 32000, 4096), (77, 49408, 768), (154, 49408, 1280), (512, 128256, 4096)]
ROTARY = [(1, 4096, 4096, 128), (2048, 4096, 4096, 128), (2048, 4096, 1024, 128)]  # tokens, widths of queries and keys, head
CORE = frozenset([(2048, 4096), (8192, 320), (8192, 10240), (65536, 4096), (2, 320, 64, 64), (1, 128, 512, 512)])


def by(sizes: Sequence[int]) -> str:
    """Sizes joined by x."""
    return "x".join(str(s) for s in sizes)


def count(sizes: Sequence[int]) -> int:
    """Elements."""
    out = 1
    for s in sizes:
        out *= s
    return out


def case(operator: str, shape: str, dtype: str, elements: float, make: Callable[[str], Call], note: str = "", core: bool = False) -> Case:
    """A row of kernels_other; `elements` are read or written."""
    return Case("kernels_other", {"dtype": dtype, "operator": operator, "shape": shape}, make, 0.0, elements * BYTES[dtype], note=note, core=core)


def rowwise(operator: str, sizes: Sizes, dtype: str) -> Case:
    """Arithmetic of one kernel on rows."""
    reads, function = ROWWISE[operator]

    def make(device: str) -> Call:
        operands = [random(sizes, dtype, device) for _ in range(reads)]
        return lambda: function(*operands)

    return case(operator, by(sizes), dtype, (reads + 1) * count(sizes), make, core=sizes in CORE)


def group_norm(sizes: Sizes, groups: int, dtype: str, last: bool) -> Case:
    """Group norm of an image, channels first or last in memory."""

    def make(device: str) -> Call:
        layout = torch.channels_last if last else torch.contiguous_format
        x = random(sizes, dtype, device).to(memory_format=layout)
        weight, bias = random((sizes[1],), dtype, device), random((sizes[1],), dtype, device)
        return lambda: F.group_norm(x, groups, weight, bias)

    return Case("kernels_other", {"dtype": dtype, "operator": "group_norm", "shape": by(sizes)}, make, 0.0, 2.0 * count(sizes) * BYTES[dtype],
                "channels-last" if last else "channels-first", "%s; %d groups" % ("NHWC" if last else "NCHW", groups), sizes in CORE)


def permute(sizes: Sizes, order: Sizes, dtype: str) -> Case:
    """A copy with axes in another order."""

    def make(device: str) -> Call:
        x = random(sizes, dtype, device).permute(order)
        return lambda: x.clone(memory_format=torch.contiguous_format)

    shape = "%s->%s" % (by(sizes), by([sizes[i] for i in order]))
    return case("permute", shape, dtype, 2 * count(sizes), make, "order %s" % by(order), sizes in CORE)


def concatenation(sizes: Sizes, more: int, dtype: str) -> Case:
    """Two tensors put together along axis 1."""
    other = (sizes[0], more, *sizes[2:])
    both = (sizes[0], sizes[1] + more, *sizes[2:])

    def make(device: str) -> Call:
        parts = [random(sizes, dtype, device), random(other, dtype, device)]
        return lambda: torch.cat(parts, dim=1)

    return case("cat", "%s+%s->%s" % (by(sizes), by(other), by(both)), dtype, 2 * count(both), make)


def upsample(sizes: Sizes, dtype: str) -> Case:
    """Nearest neighbours, twice the side."""

    def make(device: str) -> Call:
        x = random(sizes, dtype, device)
        return lambda: F.interpolate(x, scale_factor=2.0, mode="nearest")

    return case("upsample_nearest", "%s->%s" % (by(sizes), by((*sizes[:2], 2 * sizes[2], 2 * sizes[3]))), dtype, 5 * count(sizes), make)


@lru_cache(maxsize=1)
def table(rows: int, width: int, dtype: str, device: str) -> torch.Tensor:
    """The last table that was asked for."""
    return torch.zeros((rows, width), dtype=DTYPES[dtype], device=device)


def embedding(ids: int, rows: int, width: int, dtype: str) -> Case:
    """A look-up of rows of a table; copies look up other rows of the same one."""

    def make(device: str) -> Call:
        weights = table(rows, width, dtype, device)
        index = torch.randint(rows, (ids,), device=device)
        return lambda: F.embedding(index, weights)

    return Case("kernels_other", {"dtype": dtype, "operator": "embedding", "shape": "%d ids from %dx%d" % (ids, rows, width)}, make, 0.0,
                2.0 * ids * width * BYTES[dtype], core=(ids, rows) == (2048, 32000))


def gate(x: torch.Tensor) -> torch.Tensor:
    """One half times the GELU of the other."""
    value, gates = x.chunk(2, dim=-1)
    return value * F.gelu(gates)


def turn(q: torch.Tensor, k: torch.Tensor, cosine: torch.Tensor, sine: torch.Tensor) -> Tuple[torch.Tensor, torch.Tensor]:
    """Queries and keys at their positions."""

    def one(x: torch.Tensor) -> torch.Tensor:
        left, right = x.chunk(2, dim=-1)
        return x * cosine + torch.cat((-right, left), dim=-1) * sine

    return one(q), one(k)


@lru_cache(maxsize=None)
def fused(function: Callable[..., Any], device: str) -> Callable[..., Any]:
    """The function compiled for each shape; as it is on a CPU, which may have no compiler."""
    return function if device == "cpu" else torch.compile(function, dynamic=False)


def geglu(rows: int, width: int, dtype: str) -> Case:
    """x gelu(gate) of two halves, as one kernel."""

    def make(device: str) -> Call:
        x, function = random((rows, 2 * width), dtype, device), fused(gate, device)
        return lambda: function(x)

    return case("geglu", "%dx%d->%dx%d" % (rows, 2 * width, rows, width), dtype, 3 * rows * width, make, "one kernel, by torch.compile")


def rotary(tokens: int, q_width: int, k_width: int, head: int, dtype: str) -> Case:
    """Rotary positions of queries and keys, fused."""

    def make(device: str) -> Call:
        q, k = (random((tokens, w // head, head), dtype, device) for w in (q_width, k_width))
        cosine, sine = random((tokens, 1, head), dtype, device), random((tokens, 1, head), dtype, device)
        function = fused(turn, device)
        return lambda: function(q, k, cosine, sine)

    elements = 2 * tokens * (q_width + k_width) + 2 * tokens * head
    return case("rope", "q:%dx%d;k:%dx%d" % (tokens, q_width, tokens, k_width), dtype, elements, make, "fused by torch.compile")


def cases(dtypes: Sequence[str], tiny: bool) -> Iterator[Case]:
    """The operators in these types; all in fp16, the arithmetic and the norms in the others."""
    for dtype in dtypes:
        if dtype in ("fp8", "tf32"):
            continue
        rows = [(4, 32)] if tiny else ROWS if dtype == "fp16" else ROWS[6:9]
        for operator in ROWWISE:
            for sizes in rows if operator != "softmax" or tiny else SCORES:
                if operator not in ("relu", "tanh", "mul") or tiny or sizes in CORE:
                    yield rowwise(operator, sizes, dtype)
        maps = [(1, 8, 4, 4)] if tiny else MAPS if dtype == "fp16" else MAPS[:2]
        for sizes in maps:
            for last in (False, True):
                yield group_norm(sizes, 4 if tiny else 32, dtype, last)
        if dtype != "fp16" and not tiny:
            continue
        yield from (permute(sizes, order, dtype) for sizes, order in ([((2, 6, 4, 8), (0, 2, 1, 3))] if tiny else PERMUTES))
        yield from (concatenation(sizes, more, dtype) for sizes, more in ([((1, 4, 4, 4), 2)] if tiny else CONCATENATIONS))
        yield from (upsample(sizes, dtype) for sizes in ([(1, 4, 4, 4)] if tiny else UPSAMPLED))
        yield from (embedding(*sizes, dtype) for sizes in ([(3, 16, 8)] if tiny else LOOKUPS))
        yield from (geglu(*sizes, dtype) for sizes in ([(4, 16)] if tiny else [(8192, 1280), (2048, 5120), (512, 5120)]))
        yield from (rotary(*sizes, dtype) for sizes in ([(3, 16, 8, 4)] if tiny else ROTARY))
