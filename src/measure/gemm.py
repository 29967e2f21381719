"""Matrix products: C[m,n] = A[m,k] B[k,n] as a linear layer runs them (B stored as n x k), and batches of them."""

from typing import Iterator, List, Sequence, Tuple

import torch
import torch.nn.functional as F

from cases import BYTES, Case, random
from timing import Call

Shape = Tuple[int, int, int, int]  # m, n, k, batch

TINY: List[Shape] = [(4, 32, 16, 1), (64, 48, 32, 1), (16, 24, 8, 3)]

LLAMA = [(12288, 4096), (4096, 4096), (22016, 4096), (4096, 11008), (32000, 4096)]  # n, k of a 7 B model
ROWS = [1, 2, 4, 8, 16, 32, 64, 128, 512, 2048]

# Rows of a UNet under guidance (2 images) at each level, and its projections: attention, GEGLU, text keys.
UNET: List[Shape] = [
    (8192, 320, 320, 1), (8192, 2560, 320, 1), (8192, 320, 1280, 1), (2048, 640, 640, 1), (2048, 5120, 640, 1), (2048, 640, 2560, 1),
    (512, 1280, 1280, 1), (512, 10240, 1280, 1), (512, 1280, 5120, 1), (154, 320, 768, 1), (154, 1280, 768, 1), (2, 1280, 1280, 1),
    (8192, 640, 640, 1), (8192, 5120, 640, 1), (8192, 640, 2560, 1), (2048, 1280, 1280, 1), (2048, 10240, 1280, 1), (2048, 1280, 5120, 1),
    (154, 1280, 2048, 1),
]
# Transformers of images and video: widths 1152, 1536, 3072.
TRANSFORMER: List[Shape] = [
    (8192, 1536, 1536, 1), (8192, 6144, 1536, 1), (8192, 1536, 6144, 1), (7800, 8960, 1536, 1), (4096, 9216, 3072, 1), (4608, 3072, 3072, 1),
    (4608, 12288, 3072, 1), (4608, 3072, 15360, 1), (512, 12288, 3072, 1), (2048, 1152, 1152, 1), (1, 18432, 3072, 1),
]
SQUARE: List[Shape] = [(n, n, n, 1) for n in (256, 512, 1024, 2048, 3072, 4096, 8192)]
ODD: List[Shape] = [
    (1000, 1000, 1000, 1), (1111, 1111, 1111, 1), (2047, 2049, 2048, 1), (4095, 4097, 1024, 1), (8192, 8192, 64, 1), (8192, 8192, 256, 1),
    (256, 256, 16384, 1), (128, 128, 65536, 1), (640, 3840, 1280, 1), (2304, 2304, 4096, 1), (100000, 64, 64, 1), (65536, 256, 512, 1),
]
# Scores and values of attention by separate kernels.
BATCHED: List[Shape] = [
    (4096, 4096, 40, 16), (4096, 40, 4096, 16), (1024, 1024, 80, 16), (256, 256, 160, 16), (4096, 77, 40, 16), (4096, 40, 77, 16),
    (1024, 1024, 64, 40), (16, 16, 64, 8192), (64, 64, 64, 1024), (128, 128, 128, 32), (2048, 2048, 128, 32),
]
CORE = frozenset([
    (1, 4096, 4096, 1), (1, 4096, 11008, 1), (16, 12288, 4096, 1), (128, 4096, 4096, 1), (2048, 22016, 4096, 1), (8192, 320, 320, 1),
    (2048, 10240, 1280, 1), (512, 1280, 1280, 1), (4608, 12288, 3072, 1), (1024, 1024, 1024, 1), (4096, 4096, 4096, 1), (1111, 1111, 1111, 1),
    (256, 256, 16384, 1), (4096, 4096, 40, 16), (16, 16, 64, 8192),
])


def shapes(dtype: str) -> List[Shape]:
    """All for fp16; of the others what tells them from it."""
    skinny = [(m, n, k, 1) for n, k in LLAMA for m in ROWS]
    if dtype == "fp16":
        return skinny + UNET + TRANSFORMER + SQUARE + ODD + BATCHED
    if dtype == "bf16":
        return [s for s in skinny if s[0] in (1, 16, 128, 2048)] + TRANSFORMER + SQUARE + BATCHED[:3]
    if dtype == "fp8":
        return [s for s in skinny if s[0] >= 16] + TRANSFORMER[:9] + SQUARE
    return [s for s in skinny if s[0] in (1, 16, 512)] + UNET[:9] + SQUARE + ODD[:8] + BATCHED[:4]


def make(shape: Shape, dtype: str, device: str) -> Call:
    """The call, with operands of its own."""
    m, n, k, batch = shape
    if dtype == "fp8":
        a, b = random((m, k), dtype, device), random((n, k), dtype, device).t()
        one = torch.ones((), device=device)
        return lambda: torch._scaled_mm(a, b, scale_a=one, scale_b=one, out_dtype=torch.bfloat16)
    if batch == 1:
        x, weight = random((m, k), dtype, device), random((n, k), dtype, device)
        return lambda: F.linear(x, weight)
    left, right = random((batch, m, k), dtype, device), random((batch, n, k), dtype, device).transpose(1, 2)
    return lambda: torch.bmm(left, right)


def cases(dtypes: Sequence[str], tiny: bool) -> Iterator[Case]:
    """The matrix products of these types."""
    for dtype in dtypes:
        for shape in TINY if tiny else shapes(dtype):
            m, n, k, batch = shape
            if tiny and dtype == "fp8":
                continue
            yield Case(
                "kernels_gemm",
                {"dtype": dtype, "m": m, "n": n, "k": k, "batch": batch},
                lambda device, shape=shape, dtype=dtype: make(shape, dtype, device),
                2.0 * m * n * k * batch,
                float(batch) * (m * k + n * k + m * n) * BYTES[dtype],
                note="operands already fp8, one scale each, bf16 result" if dtype == "fp8" else "linear" if batch == 1 else "bmm, B transposed",
                core=shape in CORE,
            )
