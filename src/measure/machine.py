"""The device that is measured: which one of ttbench's it is, and the state it is in."""

import json
import re
import subprocess
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import List, Optional

import torch

DEVICES = Path(__file__).with_name("devices.json")
FALLBACK_L2 = 128 << 20  # bytes, when the device doesn't tell: as large as any


@dataclass(frozen=True)
class Machine:
    """
    Where measurements run.

    name -- what the column `device` says
    device -- "cuda" or "cpu"
    l2_bytes -- size of the cache that rotated operands must exceed
    """

    name: str
    device: str
    framework: str
    l2_bytes: int
    capability: int = 0

    @property
    def cuda(self) -> bool:
        """Whether this is a GPU."""
        return self.device == "cuda"

    def free_bytes(self) -> int:
        """Memory that may still be allocated; what PyTorch holds unused is free too."""
        return torch.cuda.mem_get_info()[0] + torch.cuda.memory_reserved() - torch.cuda.memory_allocated() if self.cuda else 1 << 30

    def bfloat16(self) -> bool:
        """Whether matrix units take bfloat16."""
        return not self.cuda or torch.version.hip is not None or self.capability >= 80


def recognise(name: str, sms: int, memory_bytes: float) -> Optional[str]:
    """The id of a device of suites/devices, or None when there is none, or this is a part of one."""
    for entry in json.loads(DEVICES.read_text(encoding="utf-8"))["devices"]:
        low, high = entry.get("memory_gb", (0, float("inf")))
        if re.search(entry["name"], name) and low <= memory_bytes / 1e9 < high:
            return entry["id"] if entry.get("sms", sms) == sms else None
    return None


def framework() -> str:
    """Name and version of what runs the kernels, without blanks."""
    return "pytorch-" + torch.__version__.replace("+", "-")


def find(name: Optional[str]) -> Machine:
    """The machine; `name` is what the user says that it is ("cpu" runs there), None to recognise it."""
    if name == "cpu":
        return Machine("cpu", "cpu", framework(), 1 << 20)
    if not torch.cuda.is_available():
        raise SystemExit("PyTorch sees no GPU here; --device cpu runs on the CPU, to try the kit")
    properties = torch.cuda.get_device_properties(torch.cuda.current_device())
    known = name or recognise(properties.name, properties.multi_processor_count, properties.total_memory)
    if known is None:
        raise SystemExit("'%s' with %d SMs is none of ttbench's devices: name it with --device ID (an id of suites/devices, or of a device file "
                         "of your own)" % (properties.name, properties.multi_processor_count))
    return Machine(known, "cuda", framework(), getattr(properties, "L2_cache_size", 0) or FALLBACK_L2, properties.major * 10 + properties.minor)


class State:
    """Clocks, power and temperature: nvidia-smi runs beside the measurements and tells them twice a second, where it is installed."""

    FIELDS = "clocks.sm,clocks.mem,power.draw,temperature.gpu,clocks_throttle_reasons.active"
    # Bits of the reasons: power cap, hardware slowdown, thermal slowdown (software, hardware), power brake.
    THROTTLED = {0x4: "power cap", 0x8: "hardware slowdown", 0x20: "thermal slowdown", 0x40: "thermal slowdown", 0x80: "power brake"}

    def __init__(self, machine: Machine) -> None:
        self._line = ""
        self._process: Optional["subprocess.Popen[str]"] = None
        if machine.cuda:
            uuid = getattr(torch.cuda.get_device_properties(torch.cuda.current_device()), "uuid", None)
            which = ["-i", "GPU-%s" % uuid] if uuid else ["-i", str(torch.cuda.current_device())]
            command = ["nvidia-smi", *which, "--query-gpu=" + self.FIELDS, "--format=csv,noheader,nounits", "--loop-ms=500"]
            try:
                self._process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
                threading.Thread(target=self._follow, daemon=True).start()
            except OSError:
                self._process = None

    def _follow(self) -> None:
        assert self._process is not None and self._process.stdout is not None
        for line in self._process.stdout:
            self._line = line

    def note(self) -> str:
        """The latest sample in words; empty when there is none."""
        return describe(self._line)

    def close(self) -> None:
        """Ends nvidia-smi."""
        if self._process is not None:
            self._process.terminate()


def describe(sample: str) -> str:
    """A line of nvidia-smi in words: clocks in MHz, power in W, temperature in degrees Celsius, what slows the device down."""
    values = [v.strip() for v in sample.split(",")]
    if len(values) != 5:
        return ""
    text = "SM %s MHz, memory %s MHz, %s W, %s C" % tuple(values[:4])
    try:
        bits = int(values[4], 16)
    except ValueError:
        return text
    reasons: List[str] = sorted({reason for bit, reason in State.THROTTLED.items() if bits & bit})
    return text + (", slowed: " + " + ".join(reasons) if reasons else "")
