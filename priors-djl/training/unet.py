"""The network of Tweedie's `djl.unet` priors, in PyTorch: a twin of the Java class `UNet`.

Same weight names, same safetensors file, same numbers (to 1e-5). Train here where the GPUs are, run in Tweedie.

D(u, sigma) = c_skip u + c_out F(c_in u; ln(sigma)/4), the preconditioning of Karras et al., "Elucidating the design space of
diffusion-based generative models" (2022). F is a residual U-Net without normalisation layers, in the manner of DRUNet (Zhang et al.,
"Plug-and-play image restoration with deep denoiser prior", 2021): every residual block ends in a convolution that starts at zero, so a
new network is the identity and needs no normalisation. The noise level enters each block as a scale and a shift of its inner channels;
at run time, where a batch has one noise level, they fold into the weights and cost nothing.
"""

import json
import math
import struct

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F


def depth_to_space(x):
    """[n, 4c, h, w] -> [n, c, 2h, 2w]; channel (2 dy + dx) c + k goes to offset (dy, dx). Keeps channels-last storage."""
    n, c4, h, w = x.shape
    c = c4 // 4
    y = x.permute(0, 2, 3, 1).reshape(n, h, w, 2, 2, c).permute(0, 1, 3, 2, 4, 5).reshape(n, 2 * h, 2 * w, c)
    return y.permute(0, 3, 1, 2)


class Block(nn.Module):
    """x + conv2(gelu((1 + scale) conv1(x) + shift)), scale and shift from the noise embedding."""

    def __init__(self, width, embedding):
        super().__init__()
        self.conv1 = nn.Conv2d(width, width, 3, padding=1)
        self.conv2 = nn.Conv2d(width, width, 3, padding=1)
        self.mod = nn.Linear(embedding, 2 * width)
        for zero in (self.conv2, self.mod):
            nn.init.zeros_(zero.weight)
            nn.init.zeros_(zero.bias)

    def forward(self, x, e):
        scale, shift = self.mod(e).to(x.dtype)[:, :, None, None].chunk(2, 1)
        return x + self.conv2(F.gelu(torch.addcmul(shift, self.conv1(x), 1 + scale)))


class UNet(nn.Module):
    """The denoiser D(u, sigma).

    channels: 2 for complex images (real and imaginary plane), 1 for real ones.
    widths: channels of each level; level l works at 1/2^(l+1) of the image's resolution.
    blocks: residual blocks of each level, on the way down and again on the way up (the last level: once).
    """

    def __init__(self, channels=2, widths=(64, 128, 192), blocks=(2, 2, 2), embedding=128, sigma_data=0.25):
        super().__init__()
        self.config = dict(channels=channels, widths=list(widths), blocks=list(blocks), embedding=embedding)
        self.sigma_data = float(sigma_data)
        self.multiple = 2 ** len(widths)
        last = len(widths) - 1
        self.embed = nn.Linear(32, embedding)
        self.head = nn.Conv2d(channels, widths[0], 6, stride=2, padding=2)
        self.tail = nn.Conv2d(widths[0], 4 * channels, 3, padding=1)
        nn.init.zeros_(self.tail.weight)
        nn.init.zeros_(self.tail.bias)
        self.enc = nn.ModuleList(nn.ModuleList(Block(w, embedding) for _ in range(b)) for w, b in zip(widths[:last], blocks))
        self.mid = nn.ModuleList(Block(widths[last], embedding) for _ in range(blocks[last]))
        self.dec = nn.ModuleList(nn.ModuleList(Block(w, embedding) for _ in range(b)) for w, b in zip(widths[:last], blocks))
        self.down = nn.ModuleList(nn.Conv2d(widths[i], widths[i + 1], 2, stride=2) for i in range(last))
        self.up = nn.ModuleList(nn.Conv2d(widths[i + 1], 4 * widths[i], 1) for i in range(last))
        self.register_buffer("frequencies", 16.0 ** (torch.arange(16) / 15.0), persistent=False)

    def raw(self, x, c):
        """F(x; c): x [n, channels, h, w] with h and w multiples of `multiple`, c [n] = ln(sigma)/4."""
        a = c[:, None] * self.frequencies[None, :]
        e = F.silu(self.embed(torch.cat((a.cos(), a.sin()), 1)))
        x = self.head(x)
        skips = []
        for level, blocks in enumerate(self.enc):
            for block in blocks:
                x = block(x, e)
            skips.append(x)
            x = self.down[level](x)
        for block in self.mid:
            x = block(x, e)
        for level in reversed(range(len(self.dec))):
            x = skips[level] + depth_to_space(self.up[level](x))
            for block in self.dec[level]:
                x = block(x, e)
        return depth_to_space(self.tail(x))

    def forward(self, u, sigma):
        """D(u, sigma): u [n, channels, h, w] of any size, sigma a number or [n]."""
        n, _, h, w = u.shape
        s = torch.as_tensor(sigma, dtype=torch.float32, device=u.device).expand(n)
        s4, d = s[:, None, None, None], self.sigma_data
        c_in = (s4 * s4 + d * d).rsqrt()
        x = F.pad(c_in * u, (0, -w % self.multiple, 0, -h % self.multiple))
        f = self.raw(x.contiguous(memory_format=torch.channels_last), s.log() / 4)[:, :, :h, :w]
        return (d * d) * c_in * c_in * u + s4 * d * c_in * f.float()


def save(path, model, card, weights=None, half=False):
    """Writes the weights (a state dict; the model's own by default) and the prior's card as a safetensors file."""
    weights = model.state_dict() if weights is None else weights
    header, blobs, offset = {}, [], 0
    meta = {"format": "pt", "tweedie.network": json.dumps(dict(model.config, sigmaData=model.sigma_data))}
    meta.update({"tweedie." + k: v if isinstance(v, str) else json.dumps(v) for k, v in card.items()})
    header["__metadata__"] = meta
    for name in sorted(weights):
        a = weights[name].detach().cpu().contiguous().numpy().astype("<f2" if half else "<f4")
        blobs.append(a.tobytes())
        header[name] = {"dtype": "F16" if half else "F32", "shape": list(a.shape), "data_offsets": [offset, offset + len(blobs[-1])]}
        offset += len(blobs[-1])
    head = json.dumps(header).encode()
    head += b" " * (-len(head) % 8)
    with open(path, "wb") as f:
        f.write(struct.pack("<Q", len(head)) + head + b"".join(blobs))


def load(path):
    """Reads a safetensors file written by `save` or by Tweedie; returns (model, metadata)."""
    with open(path, "rb") as f:
        header = json.loads(f.read(struct.unpack("<Q", f.read(8))[0]))
        data = f.read()
    meta = header.pop("__metadata__")
    network = json.loads(meta["tweedie.network"])
    model = UNet(network["channels"], network["widths"], network["blocks"], network["embedding"], network["sigmaData"])
    types = {"F16": "<f2", "F32": "<f4"}
    state = {}
    for name, t in header.items():
        a = np.frombuffer(data[t["data_offsets"][0] : t["data_offsets"][1]], types[t["dtype"]])
        state[name] = torch.from_numpy(a.astype(np.float32).reshape(t["shape"]))
    model.load_state_dict(state)
    return model, meta


def macs_per_pixel(model, size=64):
    """Multiply-accumulates of one forward pass, per image pixel."""
    total = 0

    def count(module, _, output):
        nonlocal total
        total += output.shape[2] * output.shape[3] * module.weight.numel()

    hooks = [m.register_forward_hook(count) for m in model.modules() if isinstance(m, nn.Conv2d)]
    with torch.no_grad():
        model(torch.zeros(1, model.config["channels"], size, size), 1.0)
    for hook in hooks:
        hook.remove()
    return total / size**2


if __name__ == "__main__":
    net = UNet()
    print(f"{sum(p.numel() for p in net.parameters())} parameters, {macs_per_pixel(net):.0f} multiply-accumulates a pixel")
