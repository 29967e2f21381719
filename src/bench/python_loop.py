"""A sweep's loop in Python: FLOPs of Stable Diffusion 1.5 at ten sizes, counted by PyTorch on tensors without storage.

Prints for each point its batch, side in pixels, matmul-class FLOPs of 50 steps with guidance (equal to those of `ttbench profile`) and seconds,
then the median of the seconds. It needs torch, diffusers and transformers; weights are not loaded.
"""

import statistics
import time

import torch
from diffusers import AutoencoderKL, UNet2DConditionModel
from torch.utils.flop_counter import FlopCounterMode
from transformers import CLIPTextConfig, CLIPTextModel

STEPS = 50

with torch.device("meta"):
    text_encoder = CLIPTextModel(CLIPTextConfig(hidden_size=768, intermediate_size=3072, num_hidden_layers=12, num_attention_heads=12)).eval()
    unet = UNet2DConditionModel(cross_attention_dim=768).eval()
    vae = AutoencoderKL(
        block_out_channels=(128, 256, 512, 512),
        layers_per_block=2,
        down_block_types=("DownEncoderBlock2D",) * 4,
        up_block_types=("UpDecoderBlock2D",) * 4,
    ).eval()


def flops(call):
    """Result and matmul-class FLOPs of a call."""
    with FlopCounterMode(display=False) as counter:
        result = call()
    return result, counter.get_total_flops()


seconds = []
with torch.no_grad(), torch.device("meta"):
    for batch in (1, 2):
        for side in (512, 640, 768, 896, 1024):
            begun = time.perf_counter()
            text, encoding = flops(lambda: text_encoder(torch.zeros(2 * batch, 77, dtype=torch.long))[0])
            _, step = flops(lambda: unet(torch.empty(2 * batch, 4, side // 8, side // 8), torch.zeros((), dtype=torch.long), text))
            _, decoding = flops(lambda: vae.decode(torch.empty(batch, 4, side // 8, side // 8)))
            seconds.append(time.perf_counter() - begun)
            print(f"{batch} {side} {encoding + STEPS * step + decoding} {seconds[-1]:.3f} s", flush=True)
print(f"median {statistics.median(seconds):.3f} s")
