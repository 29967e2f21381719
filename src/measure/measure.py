#!/usr/bin/env python3
"""Measures kernels and networks on the device of this machine, into files that `ttbench validate` and `ttbench calibrate` read."""

import argparse
import gc
import random
import sys
import time
import traceback
from pathlib import Path
from typing import Any, Dict, Iterator, List, Optional, Sequence

import torch

import attention
import convolution
import gemm
import host
import machine as machines
import networks
import records
import timing
import vector
from cases import DTYPES, Case, precision
from machine import Machine, State

FAMILIES = ("gemm", "attention", "convolution", "vector", "host")
KERNEL_SHARE = 0.45  # of the minutes of `all`
DEFAULT_DTYPES = "fp16,bf16,fp32,tf32,fp8"


class Stop(Exception):
    """The device no longer answers: what follows would fail too."""


class Run:
    """What a run has: the machine, the folder of its files, the time left, counts of rows."""

    def __init__(self, options: argparse.Namespace, machine: Machine) -> None:
        self.options = options
        self.machine = machine
        self.state = State(machine)
        self.source = records.SOURCE + ("" if options.operands == "rotated" else "-warm")
        self.tables: Dict[str, records.Table] = {}
        self.deadline = time.monotonic() + 60 * options.minutes
        self.done = self.known = self.left = self.failed = 0

    def table(self, name: str) -> records.Table:
        """A file of the folder."""
        if name not in self.tables:
            self.tables[name] = records.Table(self.options.out, name)
        return self.tables[name]

    def fits(self, seconds: float, deadline: float) -> bool:
        """Whether this may start; what may not is counted."""
        if time.monotonic() + seconds <= deadline:
            return True
        self.left += 1
        return False

    def add(self, table: str, row: Dict[str, Any], note: Sequence[str]) -> None:
        """Saves a row."""
        self.table(table).add({**row, "notes": "; ".join(n for n in note if n)})
        self.done += 1

    def failure(self, label: str, problem: BaseException) -> None:
        """Notes why something was not measured; ends the run when the device is lost."""
        traceback.clear_frames(problem.__traceback__)  # they hold operands
        text = str(problem).strip().splitlines()
        print("skipped: %s: %s" % (label, text[0] if text else type(problem).__name__), file=sys.stderr)
        self.failed += 1
        gc.collect()
        if self.machine.cuda:
            try:
                torch.cuda.synchronize()
                torch.cuda.empty_cache()
            except RuntimeError as lost:
                raise Stop(str(lost).splitlines()[0]) from lost


def cudnn() -> str:
    """Version of cuDNN (MIOpen on ROCm) in words; empty on a CPU."""
    version = torch.backends.cudnn.version() if torch.cuda.is_available() else None
    if not version or torch.version.hip:
        return ""
    major = 10000 if version >= 90000 else 1000
    return "cudnn-%d.%d.%d" % (version // major, version % major // 100, version % 100)


def kernel_cases(options: argparse.Namespace, machine: Machine) -> List[Case]:
    """All that was asked for, the short run's first, then mixed, so that a run that is cut short has some of everything."""
    families: Dict[str, Iterator[Case]] = {
        "gemm": gemm.cases(options.dtypes, options.tiny),
        "attention": attention.cases(options.dtypes, options.tiny, not machine.cuda),
        "convolution": convolution.cases(options.dtypes, options.tiny, cudnn()),
        "vector": vector.cases(options.dtypes, options.tiny),
    }
    found = [case for name, cases in families.items() if name in options.only for case in cases]
    found = [case for case in found if runs(case, machine)]
    random.Random(options.seed).shuffle(found)
    first = [c for c in found if c.core]
    return first if options.quick else first + [c for c in found if not c.core]


def case_row(run: Run, case: Case) -> Dict[str, Any]:
    """The columns of a row that say what is measured."""
    return {"source": run.source, "device": run.machine.name, "framework": (run.machine.framework + " " + case.variant).strip(), **case.columns}


def runs(case: Case, machine: Machine) -> bool:
    """Whether the device has what a type needs: tensor cores that take it."""
    least = {"bf16": 80, "tf32": 80, "fp8": 89}.get(str(case.columns["dtype"]), 0)
    return not machine.cuda or torch.version.hip is not None or machine.capability >= least


def measure_case(run: Run, case: Case) -> None:
    """Measures one kernel and saves its row."""
    machine = run.machine
    torch.manual_seed(run.options.seed)
    precision(str(case.columns["dtype"]))
    copies = timing.sets(int(case.bytes), machine.l2_bytes, machine.free_bytes()) if run.options.operands == "rotated" else 1
    with torch.inference_mode():
        calls = [case.make(machine.device) for _ in range(copies)]
        result = timing.on_gpu(calls) if machine.cuda else timing.on_cpu(calls)
    cold = copies * case.bytes >= 2 * machine.l2_bytes
    operands = "operands rotated over %d copies (%s)" % (copies, "cold L2" if cold else "L2 may hold them") if copies > 1 else "same operands each time"
    if copies == 1 and cold:
        operands = "operands exceed L2"
    run.add(case.table, {**case_row(run, case), "latency_us": "%.4f" % (result.seconds * 1e6)}, [case.note, result.note(), operands, run.state.note()])
    del calls
    if machine.cuda:
        torch.cuda.empty_cache()


def kernels(run: Run, deadline: float) -> None:
    """Measures kernels until the deadline."""
    if "host" in run.options.only:
        host_costs(run)
    cases = kernel_cases(run.options, run.machine)
    for i, case in enumerate(cases):
        if run.table(case.table).has(case_row(run, case)):
            run.known += 1
        elif run.fits(case.seconds(), deadline):
            progress("%d/%d %s" % (i + 1, len(cases), case.label()))
            try:
                measure_case(run, case)
            except Exception as problem:  # libraries and compilers raise anything
                run.failure(case.label(), problem)


def host_costs(run: Run) -> None:
    """Measures what the host adds."""
    for name, cost in host.costs(run.machine):
        row = {"source": run.source, "device": run.machine.name, "framework": run.machine.framework, "dtype": "fp32", "operator": name, "shape": "1"}
        if run.table("host").has(row):
            run.known += 1
            continue
        progress(name)
        try:
            seconds, note = cost(run.machine)
            run.add("host", {**row, "latency_us": "%.4f" % (seconds * 1e6), "excluded": "no kernel: what the host adds"}, [note, run.state.note()])
        except Exception as problem:
            run.failure(name, problem)


def whole_networks(run: Run, deadline: float) -> None:
    """Measures networks until the deadline."""
    for job in selected(run.options):
        if run.table("end_to_end").has(job.row(run.machine)):
            run.known += 1
        elif run.fits(job.seconds(), deadline):
            progress(job.label())
            torch.manual_seed(run.options.seed)
            try:
                for row in networks.measure(job, run.machine):
                    run.add("end_to_end", row, [row["notes"], run.state.note()])
            except Exception as problem:
                run.failure(job.label(), problem)


def selected(options: argparse.Namespace) -> List[networks.Job]:
    """The networks asked for."""
    names = options.models.split(",") if options.models else None
    runtimes = options.runtimes.split(",")
    return [j for j in networks.jobs(options.tiny, options.quick) if (names is None or networks.short(j.network["model"]) in names) and j.runtime in runtimes]


def progress(text: str) -> None:
    """One line on a terminal, which the next one replaces; nothing in a log."""
    if sys.stderr.isatty():
        sys.stderr.write("\r\033[K" + text[:110])
        sys.stderr.flush()


def listing(options: argparse.Namespace, machine: Optional[Machine]) -> None:
    """Prints what would run, and about how long it would take."""
    anywhere = machine or Machine("any", "cuda", machines.framework(), machines.FALLBACK_L2, 90)
    total = 0.0
    if options.command != "networks":
        for case in kernel_cases(options, anywhere):
            total += case.seconds()
            print("%6.1f s  %s" % (case.seconds(), case.label()))
        if "host" in options.only:
            for name, _ in host.costs(anywhere):
                total += 1
                print("%6.1f s  host %s" % (1, name))
    if options.command != "kernels":
        for job in selected(options):
            total += job.seconds()
            print("%6.1f s  %s" % (job.seconds(), job.label()))
    print("about %.0f minutes; at most %g are taken, a further run goes on" % (total / 60, options.minutes))


def arguments(words: Optional[Sequence[str]]) -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, epilog="Rows that the folder holds are not measured again: run it again to go on.")
    parser.add_argument("command", choices=["kernels", "networks", "all", "list"], help="what to measure; list prints what `all` would")
    parser.add_argument("--out", type=Path, default=Path("my"), metavar="DIR", help="folder of the CSV files, default my")
    parser.add_argument("--device", metavar="ID", help="how rows call the device: an id of suites/devices; recognised by default. cpu: run on the CPU")
    parser.add_argument("--dtypes", default=DEFAULT_DTYPES, metavar="LIST", help="of kernels, default " + DEFAULT_DTYPES)
    parser.add_argument("--only", default=",".join(FAMILIES), metavar="LIST", help="families of kernels, default all: " + ",".join(FAMILIES))
    parser.add_argument("--models", metavar="LIST", help="networks, default all: the names that list shows")
    parser.add_argument("--runtimes", default="eager,compiled", metavar="LIST", help="of networks, default eager,compiled")
    parser.add_argument("--operands", choices=["rotated", "repeated"], default="rotated",
                        help="rotated, the default: over copies that exceed the L2 cache, so that they come from DRAM; repeated: the same each time")
    parser.add_argument("--minutes", type=float, metavar="N", help="time to take at most, default 10, with --quick 2")
    parser.add_argument("--quick", action="store_true", help="a few kernels of each family, two networks")
    parser.add_argument("--tiny", action="store_true", help="smallest sizes, to try the kit; their times mean nothing")
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="of values and of the order")
    parser.add_argument("--dry-run", action="store_true", help="print what would run, with the estimated time")
    options = parser.parse_args(words)
    options.minutes = options.minutes if options.minutes is not None else 2 if options.quick else 10
    options.dtypes = choice(parser, "--dtypes", options.dtypes, list(DTYPES))
    options.only = choice(parser, "--only", options.only, list(FAMILIES))
    return options


def choice(parser: argparse.ArgumentParser, option: str, text: str, known: Sequence[str]) -> List[str]:
    """The names of a list, all known."""
    names = [n for n in text.split(",") if n]
    for name in names:
        if name not in known:
            parser.error("%s: no '%s'; one or more of %s" % (option, name, ",".join(known)))
    return names


def main(words: Optional[Sequence[str]] = None) -> int:
    """Runs the command; 0 when it went to the end, 1 when the device was lost on the way."""
    options = arguments(words)
    if options.command == "list" or options.dry_run:
        listing(options, machines.find(options.device) if options.device or torch.cuda.is_available() else None)
        return 0
    machine = machines.find(options.device)
    options.out.mkdir(parents=True, exist_ok=True)
    run = Run(options, machine)
    if machine.cuda:
        timing.spin()
    gc.freeze()  # each capture collects garbage: not among what was imported
    now = time.monotonic()
    print("%s, %s; up to %g minutes, into %s" % (machine.name, machine.framework, options.minutes, options.out), file=sys.stderr)
    try:
        if options.command in ("kernels", "all"):
            share = KERNEL_SHARE if options.command == "all" else 1
            kernels(run, now + share * (run.deadline - now))
        if options.command in ("networks", "all"):
            whole_networks(run, run.deadline)
    except Stop as lost:
        print("\nthe device failed, what is measured is saved; run again to go on: %s" % lost, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nstopped; what is measured is saved", file=sys.stderr)
        return 130
    finally:
        run.state.close()
        progress("")
    print("%d rows added to %s, %d were there, %d skipped, %d left for a further run" % (run.done, options.out, run.known, run.failed, run.left), file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
