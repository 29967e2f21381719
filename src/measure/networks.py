"""Whole networks with random weights: one pass of the denoising loop, the reading of a prompt, one token."""

import gc
import importlib
import json
import math
import re
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Callable, Dict, Iterator, List, Tuple

import torch
from torch.nn.attention import SDPBackend, sdpa_kernel

from cases import DTYPES, precision
from llama import Llama
from machine import Machine
from records import SOURCE
from timing import Timing, between_events, summary

CONFIGS = Path(__file__).with_name("networks.json")
SAMPLES = 5
SAMPLE_SECONDS = 0.5
WARM = 3
GUIDANCE_SCALE = 7.5
BACKENDS = [SDPBackend.FLASH_ATTENTION, SDPBackend.EFFICIENT_ATTENTION, SDPBackend.MATH]

Request = Dict[str, Any]
Step = Callable[[], object]


@dataclass(frozen=True)
class Job:
    """One network, request, scope and runtime: a row of its time and one of its memory."""

    network: Dict[str, Any]
    request: Request
    scope: str
    runtime: str
    tiny: bool = False

    def seconds(self) -> float:
        """Roughly how long it takes."""
        return 1 if self.tiny else self.network["seconds"] + (self.network["compile_seconds"] if self.runtime == "compiled" else 0)

    def label(self) -> str:
        """For the terminal."""
        sizes = " ".join("%s=%s" % (k, v) for k, v in self.request.items())
        return "%s %s %s %s" % (self.network["model"], self.scope, self.runtime, sizes)

    def config(self) -> Dict[str, Any]:
        """What the class is made from."""
        return {**self.network["config"], **(self.network["tiny"]["config"] if self.tiny else {})}

    def dtype(self, machine: Machine) -> str:
        """The network's, or fp16 where there is no bf16."""
        return "fp32" if not machine.cuda else self.network["dtype"] if machine.bfloat16() else "fp16"

    def row(self, machine: Machine) -> Dict[str, Any]:
        """The columns that say what is measured."""
        dtype = self.dtype(machine)
        flash = dtype != "fp32" and machine.capability >= 80
        row: Dict[str, Any] = {
            "model": self.network["model"], "scope": self.scope, "device": machine.name, "device_certain": "yes", "dtype": dtype,
            "runtime": self.runtime, "attention": "flash-2" if flash else "memory-efficient", "library": library(self.network["class"]),
            "optimisation": optimisation(self.network["class"], self.runtime), "metric": "time_s", "source": SOURCE,
        }
        row.update({k: str(v).lower() for k, v in self.request.items()})
        if "height" in row:
            row.setdefault("frames", "1")
        name = "-".join([short(self.network["model"]), self.scope.replace(":", "-"), dtype, "b%s" % self.request["batch"], self.runtime])
        row["id"] = re.sub(r"[^A-Za-z0-9.-]+", "-", name)
        return row


def short(model: str) -> str:
    """The name of a model, or of its file without folder and extension."""
    return re.sub(r"^.*/|\.yaml$", "", model)


def library(kind: str) -> str:
    """Versions."""
    text = "PyTorch " + torch.__version__
    if kind == "Llama":
        return text + "; plain modules"
    try:
        return "%s; diffusers %s" % (text, importlib.import_module("diffusers").__version__)
    except ImportError:
        return text + "; diffusers missing"


def optimisation(kind: str, runtime: str) -> str:
    """What is done to the network before it runs."""
    if runtime == "eager":
        return "none"
    return ("channels_last; " if kind == "UNet2DConditionModel" else "") + "torch.compile(reduce-overhead)"


def jobs(tiny: bool, quick: bool) -> Iterator[Job]:
    """Eager ones first: compiling takes long. Then those of the short run, then by the time they take."""
    networks: List[Dict[str, Any]] = json.loads(CONFIGS.read_text(encoding="utf-8"))["networks"]
    networks.sort(key=lambda n: (not n.get("core"), n["compile_seconds"]))
    for runtime in ("eager",) if quick or tiny else ("eager", "compiled"):
        for network in networks:
            if quick and not network.get("core"):
                continue
            requests = [network["tiny"]["request"]] if tiny else network["requests"]
            for request in requests[:1] if quick or runtime == "compiled" else requests:
                scopes = ["stage:prefill", "decode-iteration"] if network["class"] == "Llama" else ["iteration"]
                for scope in scopes if runtime == "eager" else scopes[-1:]:
                    yield Job(network, request, scope, runtime, tiny)


def build(kind: str, config: Dict[str, Any], dtype: str, device: str) -> torch.nn.Module:
    """The network on the device, without gradients."""
    before = torch.get_default_dtype()
    torch.set_default_dtype(DTYPES[dtype])
    try:
        with torch.device(device):
            network = Llama(**config) if kind == "Llama" else getattr(importlib.import_module("diffusers"), kind).from_config(config)
    finally:
        torch.set_default_dtype(before)
    return network.eval().requires_grad_(False)


def inputs(kind: str, config: Dict[str, Any], request: Request, normal: Callable[..., torch.Tensor]) -> Tuple[torch.Tensor, Dict[str, Any]]:
    """The latent of a request, and what else the network takes, for both halves of a guided batch; `normal` makes values of a shape."""
    copies = 2 if request.get("guidance") else 1
    batch = request["batch"] * copies
    side = [request["height"] // 8, request["width"] // 8]
    tokens = request["prompt_tokens"]
    step = normal(batch).abs() * 500
    if kind == "UNet2DConditionModel":
        more: Dict[str, Any] = {"timestep": step, "encoder_hidden_states": normal(batch, tokens, config["cross_attention_dim"])}
        if config.get("addition_embed_type") == "text_time":
            pooled = config["projection_class_embeddings_input_dim"] - 6 * config["addition_time_embed_dim"]
            more["added_cond_kwargs"] = {"text_embeds": normal(batch, pooled), "time_ids": normal(batch, 6)}
        return normal(request["batch"], 4, *side), more
    if kind == "UNet3DConditionModel":
        return normal(request["batch"], 4, request["frames"], *side), {
            "timestep": step, "encoder_hidden_states": normal(batch, tokens, config["cross_attention_dim"])}
    if kind == "SD3Transformer2DModel":
        return normal(request["batch"], 16, *side), {
            "timestep": step, "encoder_hidden_states": normal(batch, 77 + tokens, config["joint_attention_dim"]),
            "pooled_projections": normal(batch, config["pooled_projection_dim"])}
    if kind == "FluxTransformer2DModel":
        patches = side[0] // 2 * (side[1] // 2)
        return normal(request["batch"], patches, config["in_channels"]), {
            "timestep": step, "guidance": step, "encoder_hidden_states": normal(batch, tokens, config["joint_attention_dim"]),
            "pooled_projections": normal(batch, config["pooled_projection_dim"]), "img_ids": normal(patches, 3), "txt_ids": normal(tokens, 3)}
    if kind == "WanTransformer3DModel":
        return normal(request["batch"], 16, (request["frames"] - 1) // 4 + 1, *side), {
            "timestep": step, "encoder_hidden_states": normal(batch, tokens, config["text_dim"])}
    raise ValueError("no inputs for " + kind)


def denoising(network: Callable[..., Any], latent: torch.Tensor, more: Dict[str, Any], guided: bool) -> Step:
    """One iteration: the network, the two halves put together, a step of Euler."""
    def step() -> torch.Tensor:
        torch.compiler.cudagraph_mark_step_begin()
        doubled = torch.cat([latent, latent]) if guided else latent
        noise = network(doubled, **more, return_dict=False)[0]
        if guided:
            uncond, cond = noise.chunk(2)
            noise = uncond + GUIDANCE_SCALE * (cond - uncond)
        return latent - 0.01 * noise

    return step


def language(job: Job, network: Callable[..., Any], model: Llama, device: str) -> Step:
    """A prompt's pass, or the pass of the token after it."""
    batch, tokens = job.request["batch"], job.request["prompt_tokens"]
    cache = model.cache(batch, tokens + 1)
    for tensor in [*cache.keys, *cache.values]:
        torch._dynamo.mark_static_address(tensor)  # written in place: a CUDA graph takes them only where they are
    past = 0 if job.scope == "stage:prefill" else tokens
    ids = torch.zeros((batch, tokens if past == 0 else 1), dtype=torch.long, device=device)

    def step() -> torch.Tensor:
        torch.compiler.cudagraph_mark_step_begin()
        return network(ids, cache, past)

    return step


def time_steps(step: Step, cuda: bool) -> Timing:
    """Seconds of one step, when steps follow each other without waiting, as a loop runs them."""
    for _ in range(WARM):
        step()

    def run(count: int) -> float:
        def work() -> None:
            for _ in range(count):
                step()

        if cuda:
            torch.cuda.synchronize()
            return between_events(work)
        begin = time.perf_counter()
        work()
        return time.perf_counter() - begin

    count = max(1, min(50, math.ceil(SAMPLE_SECONDS / max(run(1), 1e-6)))) if cuda else 1
    run(count)
    return summary([run(count) / count for _ in range(SAMPLES)], "random weights, %d steps in a row" % count)


def run_job(job: Job, machine: Machine, dtype: str) -> Timing:
    """Builds the network of a job and times its steps; what it allocates is freed when it returns."""
    kind, config = job.network["class"], job.config()
    network = build(kind, config, dtype, machine.device)
    call: Callable[..., Any] = network
    if job.runtime == "compiled":
        if kind == "UNet2DConditionModel":
            network.to(memory_format=torch.channels_last)
        torch._dynamo.reset()
        call = torch.compile(network, mode="reduce-overhead")
    if isinstance(network, Llama):
        step = language(job, call, network, machine.device)
    else:
        latent, more = inputs(kind, config, job.request, lambda *shape: torch.randn(shape, device=machine.device).to(DTYPES[dtype]))
        step = denoising(call, latent, more, bool(job.request.get("guidance")))
    with torch.inference_mode() if job.runtime == "eager" else torch.no_grad(), sdpa_kernel(BACKENDS):
        return time_steps(step, machine.cuda)


def measure(job: Job, machine: Machine) -> Iterator[Dict[str, Any]]:
    """The rows of a job."""
    row = job.row(machine)
    needed = job.network["parameters"] * 2
    if machine.cuda and needed > 0.8 * machine.free_bytes():
        raise RuntimeError("its weights of %.1f GB leave no room" % (needed / 1e9))
    precision(row["dtype"])
    torch.backends.cudnn.benchmark = False  # as a pipeline runs it
    before = 0
    if machine.cuda:
        before = torch.cuda.memory_allocated()  # libraries keep workspaces for every stream that kernels were captured on
        torch.cuda.reset_peak_memory_stats()
    try:
        timing = run_job(job, machine, row["dtype"])
    finally:
        gc.collect()
        if machine.cuda:
            torch.cuda.empty_cache()
    yield {**row, "value": "%.6g" % timing.seconds, "notes": timing.note()}
    if machine.cuda:
        yield {**row, "id": row["id"] + "-memory", "metric": "peak_memory_bytes", "value": torch.cuda.max_memory_allocated() - before,
               "notes": "torch.cuda.max_memory_allocated, less what was allocated before; weights of this stage only"}
