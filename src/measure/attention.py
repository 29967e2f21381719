"""Attention by each of PyTorch's fused implementations, and as separate kernels: over pixels, text, frames and windows, causal, and decoding with a long cache."""

from dataclasses import dataclass
from typing import Dict, Iterator, List, Optional, Sequence

import torch
import torch.nn.functional as F
from torch.nn.attention import SDPBackend, sdpa_kernel

from cases import BYTES, Case, random
from timing import Call

# By the names that ttbench gives to the implementations.
BACKENDS: Dict[str, Optional[SDPBackend]] = {
    "flash": SDPBackend.FLASH_ATTENTION,
    "memory-efficient": SDPBackend.EFFICIENT_ATTENTION,
    "cudnn": getattr(SDPBackend, "CUDNN_ATTENTION", None),
}
SEPARATE = "separate"  # not PyTorch's own "math", which works in fp32 whatever the type


@dataclass(frozen=True)
class Shape:
    """Sizes of one attention."""

    kind: str
    batch: int
    heads: int
    head_dim: int
    q_len: int
    kv_len: int
    kv_heads: int = 0
    core: bool = False
    about: str = ""

    def groups(self) -> int:
        """Heads of keys and values."""
        return self.kv_heads or self.heads


def plain(batch: int, heads: int, head_dim: int, q_len: int, kv_len: int = 0, core: bool = False, about: str = "") -> Shape:
    """Every query sees every key."""
    return Shape("bidirectional", batch, heads, head_dim, q_len, kv_len or q_len, 0, core, about)


TINY = [plain(1, 2, 16, 32), plain(1, 2, 16, 32, 7), Shape("prefill", 1, 4, 16, 24, 24, 2), Shape("decode", 1, 4, 16, 1, 40)]

PIXELS = [
    plain(2, 8, 40, 4096, core=True), plain(2, 8, 80, 1024), plain(2, 8, 160, 256), plain(2, 8, 160, 64), plain(2, 10, 64, 4096, core=True),
    plain(2, 20, 64, 1024), plain(2, 5, 64, 9216), plain(2, 24, 64, 4429), plain(1, 24, 128, 4608, core=True), plain(2, 12, 128, 7800), plain(2, 16, 72, 4096),
    plain(2, 30, 64, 8192), plain(1, 1, 512, 4096), plain(16, 8, 40, 1024), plain(8, 16, 64, 512), plain(1, 16, 64, 1000), plain(1, 16, 128, 16384),
]
TEXT = [plain(2, 8, 40, 4096, 77, True), plain(2, 8, 80, 1024, 77), plain(2, 10, 64, 4096, 77), plain(2, 20, 64, 1024, 77), plain(2, 12, 128, 7800, 512), plain(2, 16, 72, 4096, 300)]
FRAMES = [plain(n, h, 64, 16, core=h == 5, about="over 16 frames") for n, h in ((2048, 5), (512, 10), (128, 20))] + [
    plain(8192, 8, 40, 16, about="over 16 frames"), plain(4096, 16, 72, 16, 16, about="over 16 frames"), plain(16384, 5, 64, 16, 77, about="frames to text")]
WINDOWS = [plain(512, 6, 32, 64, core=True, about="windows of 8x8"), plain(128, 12, 32, 256, about="windows of 16x16"), plain(64, 8, 64, 128, about="windows of 128")]
CAUSAL = [Shape("prefill", b, h, d, s, s, kv, (s, kv) == (2048, 32)) for b, h, d, s, kv in (
    (1, 32, 128, 128, 32), (1, 32, 128, 512, 32), (1, 32, 128, 2048, 32), (4, 32, 128, 2048, 32), (1, 32, 128, 8192, 32), (1, 32, 128, 2048, 8),
    (1, 64, 128, 4096, 8), (8, 16, 64, 1024, 16), (1, 32, 128, 3000, 32))]
DECODE = [Shape("decode", b, h, 128, 1, s, kv, (b, s) in ((1, 4096), (32, 2048))) for b, h, s, kv in (
    (1, 32, 128, 32), (1, 32, 1024, 32), (1, 32, 4096, 32), (1, 32, 16384, 32), (8, 32, 2048, 32), (32, 32, 2048, 32), (1, 32, 4096, 8), (1, 32, 32768, 8),
    (16, 32, 4096, 8), (64, 32, 2048, 8), (16, 64, 8192, 8))]


def make(shape: Shape, dtype: str, backend: SDPBackend, device: str) -> Call:
    """The call, with operands of its own, laid out as projections leave them: heads inside tokens."""
    def operand(length: int, heads: int):
        return random((shape.batch, length, heads, shape.head_dim), dtype, device).transpose(1, 2)

    q, k, v = operand(shape.q_len, shape.heads), operand(shape.kv_len, shape.groups()), operand(shape.kv_len, shape.groups())
    options = {"enable_gqa": True} if shape.groups() != shape.heads else {}
    if shape.kind == "prefill":
        options["is_causal"] = True

    def call() -> object:
        with sdpa_kernel(backend):
            return F.scaled_dot_product_attention(q, k, v, **options)

    return call


def separate(shape: Shape, dtype: str, device: str) -> Call:
    """The call as diffusers makes it without a fused kernel: product with the scale in it, softmax, product; batch and heads are one axis."""
    q, k, v = (random((shape.batch * shape.heads, n, shape.head_dim), dtype, device) for n in (shape.q_len, shape.kv_len, shape.kv_len))
    scores = torch.empty((), dtype=q.dtype, device=device).expand(shape.batch * shape.heads, shape.q_len, shape.kv_len)
    scale = shape.head_dim ** -0.5
    return lambda: torch.bmm(torch.baddbmm(scores, q, k.transpose(1, 2), beta=0, alpha=scale).softmax(dim=-1), v)


def cases(dtypes: Sequence[str], tiny: bool, cpu: bool) -> Iterator[Case]:
    """Attention of these types by every implementation that may take it."""
    for dtype in dtypes:
        if dtype in ("fp8", "tf32"):
            continue
        shapes: List[Shape] = TINY if tiny else PIXELS + TEXT + FRAMES + WINDOWS + CAUSAL + DECODE
        for i, shape in enumerate(shapes):
            if not tiny and dtype != "fp16" and not (shape.core or i % 3 == 0):
                continue
            causal = shape.kind == "prefill"
            pairs = float(shape.batch) * shape.heads * shape.q_len * shape.kv_len
            for name, backend in [*BACKENDS.items(), (SEPARATE, None)]:
                apart = name == SEPARATE
                fast = name in ("flash", "cudnn")
                if not apart and (backend is None or cpu) or fast and (dtype == "fp32" or shape.head_dim > 256):
                    continue
                if apart and (causal or pairs > 1e9 or not tiny and not shape.core) or not fast and shape.groups() != shape.heads:
                    continue  # scores may not fill the memory; masks and groups would be kernels of their own, and the memory-efficient one takes no groups
                yield Case(
                    "kernels_attention",
                    {"dtype": dtype, "kind": shape.kind, "batch": shape.batch, "heads": shape.heads, "kv_heads": shape.groups(),
                     "head_dim": shape.head_dim, "q_len": shape.q_len, "kv_len": shape.kv_len, "causal": int(causal)},
                    lambda device, shape=shape, dtype=dtype, backend=backend: make(shape, dtype, backend, device) if backend else separate(shape, dtype, device),
                    4.0 * pairs * shape.head_dim * (0.5 if causal else 1),
                    float(shape.batch) * shape.head_dim * (2 * shape.heads * shape.q_len + 2 * shape.groups() * shape.kv_len) * BYTES[dtype]
                    + (4 * pairs * BYTES[dtype] if apart else 0),
                    name if apart else "sdpa-" + name,
                    "; ".join(t for t in (shape.about, "no cache write", "three kernels" if apart else "") if t),
                    shape.core and name in ("flash", "memory-efficient"),
                )
