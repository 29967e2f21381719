"""A LLaMA in plain PyTorch with a cache of keys and values: as many operators as the reference, no library needed."""

from dataclasses import dataclass
from typing import List

import torch
import torch.nn.functional as F
from torch import nn


class RMSNorm(nn.Module):
    """Root mean square norm, computed in fp32."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.ones(width))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Same shape."""
        wide = x.float()
        return self.weight * (wide * torch.rsqrt(wide.pow(2).mean(-1, keepdim=True) + 1e-5)).to(x.dtype)


@dataclass
class Cache:
    """Keys and values of each layer, batch x heads x tokens x head, and the table of rotary positions."""

    keys: List[torch.Tensor]
    values: List[torch.Tensor]
    cosine: torch.Tensor
    sine: torch.Tensor
    positions: torch.Tensor


def rotate(x: torch.Tensor, cosine: torch.Tensor, sine: torch.Tensor) -> torch.Tensor:
    """Rotary positions."""
    left, right = x.chunk(2, dim=-1)
    return x * cosine + torch.cat((-right, left), dim=-1) * sine


class Layer(nn.Module):
    """Attention and a gated MLP."""

    def __init__(self, width: int, heads: int, kv_heads: int, inner: int) -> None:
        super().__init__()
        self.head = width // heads
        narrow = self.head * kv_heads
        self.norm, self.mlp_norm = RMSNorm(width), RMSNorm(width)
        self.q, self.o = nn.Linear(width, width, bias=False), nn.Linear(width, width, bias=False)
        self.k, self.v = nn.Linear(width, narrow, bias=False), nn.Linear(width, narrow, bias=False)
        self.gate, self.up = nn.Linear(width, inner, bias=False), nn.Linear(width, inner, bias=False)
        self.down = nn.Linear(inner, width, bias=False)

    def forward(self, x: torch.Tensor, cache: Cache, layer: int, past: int) -> torch.Tensor:
        """Same shape; keys and values of the tokens are written into the cache after `past` others."""
        batch, tokens, _ = x.shape
        end = past + tokens
        cosine, sine, position = cache.cosine[past:end], cache.sine[past:end], cache.positions[past:end]
        keys, values = cache.keys[layer], cache.values[layer]
        h = self.norm(x)
        q, k, v = (p(h).view(batch, tokens, -1, self.head).transpose(1, 2) for p in (self.q, self.k, self.v))
        q, k = rotate(q, cosine, sine), rotate(k, cosine, sine)
        keys[:, :, position] = k
        values[:, :, position] = v
        options = {"enable_gqa": True} if k.shape[1] != q.shape[1] else {}
        seen = F.scaled_dot_product_attention(q, keys[:, :, :end], values[:, :, :end], is_causal=tokens > 1, **options)
        x = x + self.o(seen.transpose(1, 2).reshape(batch, tokens, -1))
        h = self.mlp_norm(x)
        return x + self.down(F.silu(self.gate(h)) * self.up(h))


class Llama(nn.Module):
    """The network; logits are of the last token only."""

    def __init__(self, layers: int, width: int, heads: int, kv_heads: int, inner: int, vocabulary: int) -> None:
        super().__init__()
        self.kv_heads, self.head = kv_heads, width // heads
        self.embed = nn.Embedding(vocabulary, width)
        self.layers = nn.ModuleList(Layer(width, heads, kv_heads, inner) for _ in range(layers))
        self.norm = RMSNorm(width)
        self.logits = nn.Linear(width, vocabulary, bias=False)

    def cache(self, batch: int, length: int) -> Cache:
        """Room for keys and values of `length` tokens."""
        weight = self.norm.weight
        shape = (batch, self.kv_heads, length, self.head)
        frequencies = 1e4 ** (-torch.arange(0, self.head, 2, device=weight.device).float() / self.head)
        positions = torch.arange(length, device=weight.device)
        angles = torch.outer(positions.float(), frequencies).repeat(1, 2)
        keys, values = ([torch.zeros(shape, dtype=weight.dtype, device=weight.device) for _ in self.layers] for _ in range(2))
        return Cache(keys, values, angles.cos().to(weight.dtype), angles.sin().to(weight.dtype), positions)

    def forward(self, ids: torch.Tensor, cache: Cache, past: int) -> torch.Tensor:
        """Logits of the last token; `past` tokens are in the cache."""
        x = self.embed(ids)
        for i, layer in enumerate(self.layers):
            x = layer(x, cache, i, past)
        return self.logits(self.norm(x[:, -1:]))
