"""Convolutions: those of image and video networks, in both memory layouts."""

from dataclasses import dataclass
from typing import Dict, Iterator, List, Sequence, Tuple

import torch
import torch.nn.functional as F

from cases import BYTES, Case, random
from timing import Call


@dataclass(frozen=True)
class Shape:
    """Sizes of one convolution; the padding keeps the size (of stride 1)."""

    batch: int
    channels: int
    out: int
    size: Tuple[int, ...]
    kernel: Tuple[int, ...]
    stride: int = 1
    groups: int = 1
    core: bool = False

    def padding(self) -> Tuple[int, ...]:
        """Zeros on each side."""
        return tuple(k // 2 for k in self.kernel)

    def output(self) -> Tuple[int, ...]:
        """Sizes of the result."""
        return tuple((s + 2 * p - k) // self.stride + 1 for s, k, p in zip(self.size, self.kernel, self.padding()))


def by(values: Sequence[int]) -> str:
    """Sizes joined by x."""
    return "x".join(str(v) for v in values)


def image(batch: int, channels: int, out: int, side: int, kernel: int = 3, stride: int = 1, core: bool = False) -> Shape:
    """A square image."""
    return Shape(batch, channels, out, (side, side), (kernel, kernel), stride, 1, core)


TINY = [image(1, 8, 16, 8), image(1, 8, 8, 8, 1), image(1, 8, 8, 8, 3, 2), Shape(1, 8, 8, (4, 8, 8), (3, 1, 1)), Shape(1, 8, 8, (8, 8), (3, 3), 1, 8)]

UNET = [
    image(2, 4, 320, 64), image(2, 320, 320, 64, core=True), image(2, 320, 4, 64), image(2, 960, 320, 64), image(2, 640, 320, 64),
    image(2, 320, 640, 32), image(2, 640, 640, 32, core=True), image(2, 1280, 640, 32), image(2, 1920, 640, 32), image(2, 640, 1280, 16),
    image(2, 1280, 1280, 16, core=True), image(2, 2560, 1280, 16), image(2, 1280, 1280, 8, core=True), image(2, 2560, 1280, 8),
    image(2, 320, 320, 64, 3, 2), image(2, 640, 640, 32, 3, 2, core=True), image(2, 1280, 1280, 16, 3, 2),
    image(2, 320, 320, 64, 1, core=True), image(2, 960, 320, 64, 1), image(2, 1920, 640, 32, 1), image(2, 2560, 1280, 16, 1), image(2, 1280, 1280, 8, 1),
    image(2, 320, 320, 128, core=True), image(2, 640, 640, 64), image(2, 1280, 1280, 32), image(2, 1920, 640, 64), image(2, 320, 320, 128, 3, 2),
    image(16, 320, 320, 64), image(16, 1280, 1280, 16), image(1, 1280, 1280, 16), image(1, 640, 640, 32),
]
DECODER = [
    image(1, 4, 512, 64), image(1, 512, 512, 64, core=True), image(1, 512, 512, 128), image(1, 512, 256, 256), image(1, 256, 256, 256, core=True),
    image(1, 256, 128, 512), image(1, 128, 128, 512, core=True), image(1, 128, 3, 512), image(1, 256, 256, 512), image(1, 128, 128, 1024),
]
OTHER = [
    image(1, 3, 64, 224, 7, 2), image(8, 64, 64, 56), image(8, 64, 256, 56, 1), image(8, 512, 512, 14), image(1, 16, 1536, 128, 1), image(4, 100, 200, 50),
    image(2, 192, 192, 96, 5), Shape(1, 16, 1152, (64, 64), (2, 2), 2),
]
VIDEO = [  # frames first
    Shape(1, 320, 320, (16, 32, 32), (3, 1, 1), core=True), Shape(1, 640, 640, (16, 16, 16), (3, 1, 1)), Shape(2, 1280, 1280, (16, 8, 8), (3, 1, 1)),
    Shape(1, 128, 128, (9, 120, 180), (3, 3, 3)), Shape(1, 512, 512, (5, 60, 90), (3, 3, 3), core=True), Shape(1, 96, 96, (4, 240, 416), (3, 3, 3)),
    Shape(1, 16, 1536, (5, 60, 104), (1, 1, 1)),
]
DEPTHWISE = [Shape(2, c, c, (s, s), (3, 3), 1, c, s == 32) for c, s in ((320, 64), (1120 * 5, 32), (2240 * 5, 32), (1280, 16))]


def make(shape: Shape, dtype: str, last: bool, device: str) -> Call:
    """The call, with operands of its own; `last` puts channels last in memory."""
    layout = torch.contiguous_format if not last else torch.channels_last if len(shape.size) == 2 else torch.channels_last_3d
    x = random((shape.batch, shape.channels, *shape.size), dtype, device).to(memory_format=layout)
    weight = random((shape.out, shape.channels // shape.groups, *shape.kernel), dtype, device).to(memory_format=layout)
    convolve = F.conv2d if len(shape.size) == 2 else F.conv3d
    return lambda: convolve(x, weight, None, shape.stride, shape.padding(), 1, shape.groups)


def row(shape: Shape, dtype: str) -> Tuple[str, Dict[str, object]]:
    """Table and columns: volumes and groups need more columns than images."""
    columns: Dict[str, object] = {"dtype": dtype, "batch": shape.batch, "in_channels": shape.channels, "out_channels": shape.out}
    if len(shape.size) == 3:
        columns["depth"] = shape.size[0]
    columns.update({"height": shape.size[-2], "width": shape.size[-1], "kernel": by(shape.kernel), "stride": by([shape.stride] * len(shape.size)),
                    "padding": by(shape.padding())})
    if len(shape.size) == 2 and shape.groups == 1:
        return "kernels_conv", columns
    return "kernels_conv_more", {"depth": "", **columns, "groups": shape.groups}


def cases(dtypes: Sequence[str], tiny: bool, version: str) -> Iterator[Case]:
    """The convolutions of these types; `version` of cuDNN goes to the column `framework`."""
    for dtype in dtypes:
        if dtype == "fp8":
            continue
        shapes: List[Shape] = TINY if tiny else UNET + DECODER + OTHER + VIDEO + DEPTHWISE
        for i, shape in enumerate(shapes):
            if not tiny and dtype != "fp16" and not (shape.core or i % 3 == 0):
                continue
            table, columns = row(shape, dtype)
            per_output = shape.channels // shape.groups
            outputs = shape.batch * shape.out * product(shape.output())
            inputs = shape.batch * shape.channels * product(shape.size)
            for last in (False, True):
                if last and dtype in ("fp32", "bf16") and not tiny:
                    continue
                yield Case(
                    table, columns,
                    lambda device, shape=shape, dtype=dtype, last=last: make(shape, dtype, last, device),
                    2.0 * outputs * per_output * product(shape.kernel),
                    float(inputs + outputs + shape.out * per_output * product(shape.kernel)) * BYTES[dtype],
                    (version + (" channels-last" if last else " channels-first")).strip(),
                    "forward; %s; cudnn.benchmark" % (("NHWC" if len(shape.size) == 2 else "NDHWC") if last else ("NCHW" if len(shape.size) == 2 else "NCDHW")),
                    shape.core and (last or dtype != "fp16"),
                )


def product(values: Sequence[int]) -> int:
    """Their product."""
    out = 1
    for v in values:
        out *= v
    return out
