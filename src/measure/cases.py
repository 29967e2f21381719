"""What one kernel measurement is."""

from dataclasses import dataclass
from typing import Callable, Dict, Mapping

import torch

from timing import Call

DTYPES: Dict[str, torch.dtype] = {
    "fp16": torch.float16,
    "bf16": torch.bfloat16,
    "fp32": torch.float32,
    "tf32": torch.float32,
    "fp8": torch.float8_e4m3fn,
}
BYTES: Dict[str, int] = {"fp16": 2, "bf16": 2, "fp32": 4, "tf32": 4, "fp8": 1}


@dataclass(frozen=True)
class Case:
    """
    One row to be.

    table -- file that it goes to
    columns -- what the row says about it, without what the machine says
    make -- allocates operands on a device and returns the call that uses them; each call of `make` has operands of its own
    flops, bytes -- of one call; bytes read and written once, as a check and to tell how long it will take
    variant -- what of the framework runs it, for the column `framework`
    note -- layout and the like, for the column `notes`
    core -- in the short run too
    """

    table: str
    columns: Mapping[str, object]
    make: Callable[[str], Call]
    flops: float
    bytes: float
    variant: str = ""
    note: str = ""
    core: bool = False

    def label(self) -> str:
        """For the terminal."""
        return " ".join([self.table, *("%s=%s" % (k, v) for k, v in self.columns.items()), self.variant]).strip()

    def seconds(self) -> float:
        """Roughly how long it takes to measure: set-up (cuDNN tries its kernels), warm-up and samples, on a GPU of 40 TFLOP/s (fp32: 10) and 500 GB/s."""
        rate = 1e13 if self.columns["dtype"] == "fp32" else 4e13
        return (0.7 if self.table.startswith("kernels_conv") else 0.35) + 20 * (self.flops / rate + self.bytes / 5e11)


def random(shape: "tuple[int, ...]", dtype: str, device: str) -> torch.Tensor:
    """Normal values, small enough for every type: power and so clocks depend on them, zeros would be too fast."""
    half = torch.float32 if dtype in ("fp32", "tf32", "fp8") or device == "cpu" else DTYPES[dtype]
    return torch.randn(shape, dtype=half, device=device).mul_(0.5).to(DTYPES[dtype])


def precision(dtype: str) -> None:
    """Lets fp32 products use TF32, or not."""
    torch.backends.cuda.matmul.allow_tf32 = dtype == "tf32"
    torch.backends.cudnn.allow_tf32 = dtype == "tf32"
    torch.backends.cuda.matmul.allow_fp16_reduced_precision_reduction = False
    torch.backends.cuda.matmul.allow_bf16_reduced_precision_reduction = False
    torch.backends.cudnn.benchmark = True
