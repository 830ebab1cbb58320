"""Mean PSNR of a prior's denoiser on validation images, peak 1. Complex models: the clean image has phase 0 unless its set says otherwise,
the noise is complex.

A line for each set and noise level: set, sigma, then in dB for the noisy image and again for the denoised one: the magnitude against the
clean one, the magnitude cut at 1 (the images end there), the real part (whose noisy value is -20 log10 sigma). Real models: the one value.

python3 evaluate.py brain-mri.safetensors ../../data/mri [--images 50] [--sigma 0.1,...] [--sets ixi128,ixi224,ms128,scanned]
python3 evaluate.py chest-ct.safetensors ../../data/ct --sets ct128,ct256
python3 evaluate.py brain-mri.safetensors --slice slice.npy --sigma 0.1

The set "scanned" is of crops with the corruptions of scanner.py, drawn alike for every model. --slice takes one measured complex image,
[rows, columns], and prints the root mean square of D(x + sigma n) - x over sigma, in the head and over the image, mean of 8 draws of n.
"""

import argparse
import os

import numpy as np
import torch

from data import folder, head_pool, stack
from scanner import CORRUPTIONS, Draw, Scanner
from unet import load

SETS = {
    "ixi128": lambda d: stack(os.path.join(d, "ixi_t1_axial", "val_128.npy")),
    "ixi224": lambda d: folder(os.path.join(d, "ixi_t1_axial", "val_224")),
    "ms128": lambda d: stack(os.path.join(d, "ms_multicontrast", "val_128.npy")),
    "cine128": lambda d: stack(os.path.join(d, "cardiac_cine", "val_128.npy")),
    "ct128": lambda d: stack(os.path.join(d, "fullfov", "val_128.npy"), 2048),
    "ct256": lambda d: folder(os.path.join(d, "fullfov", "val_256"), 2048),
}
# Of "scanned": all that changes the clean image
SCANNED = dict.fromkeys(CORRUPTIONS, 0.5) | dict(air=1.0, floor=0.0, cut=0.1, fov=0.1)


def scanned(root, n):
    """[n, 2, 128, 128]: corrupted crops of validation images."""
    pools = [head_pool(SETS["ixi224"](root), 0.5, 1.0), head_pool(SETS["ms128"](root), 0.5, 1.75)]
    scanner = Scanner(pools, SCANNED, 2, (0.6, 1.15))
    return torch.stack([scanner.crop(Draw(11, i), 128, 1.0)[0] for i in range(n)])


def psnr(v, clean):
    return (-10 * (v - clean).square().mean((-2, -1)).log10()).sum()


def row(model, clean, sigma):
    """Sums over the images: noisy and denoised."""
    torch.manual_seed(1)
    totals = []
    for x in clean.split(5):
        u = x + sigma * torch.randn_like(x)
        with torch.no_grad():
            y = model(u, sigma)
        if x.shape[1] == 1:
            totals.append(torch.stack([psnr(v[:, 0], x[:, 0]) for v in (u, y)]))
            continue
        m = x.square().sum(1).sqrt()
        values = []
        for v in (u, y):
            magnitude = v.square().sum(1).sqrt()
            values += [psnr(magnitude, m), psnr(magnitude.clamp(max=1), m.clamp(max=1)), psnr(v[:, 0], x[:, 0])]
        totals.append(torch.stack(values))
    return sum(totals)


def residual(model, path, sigma):
    """(in the head, over the image) of a measured slice."""
    z = torch.from_numpy(np.load(path).astype(np.complex64))
    x = torch.stack((z.real, z.imag))[None]
    m = z.abs()
    head = head_pool(m[None], 1.0, 1.0).head[0] > 127
    sums = torch.zeros(2)
    for i in range(8):
        torch.manual_seed(i)
        with torch.no_grad():
            r = ((model(x + sigma * torch.randn_like(x), sigma) - x)[0] / sigma).square().mean(0)
        sums += torch.stack((r[head].mean(), r.mean()))
    return (sums / 8).sqrt()


def main():
    p = argparse.ArgumentParser()
    p.add_argument("weights")
    p.add_argument("data", nargs="?")
    p.add_argument("--images", type=int, default=50)
    p.add_argument("--sigma", default="0.02,0.05,0.1,0.2,0.5,1")
    p.add_argument("--sets", default="ixi128,ixi224")
    p.add_argument("--slice")
    p.add_argument("--threads", type=int, default=2)
    o = p.parse_args()
    torch.set_num_threads(o.threads)
    model, _ = load(o.weights)
    model = model.eval().to(memory_format=torch.channels_last)
    sigmas = [float(s) for s in o.sigma.split(",")]
    if o.slice:
        for sigma in sigmas:
            print(f"slice {sigma:g} " + " ".join(f"{v:.3f}" for v in residual(model, o.slice, sigma).tolist()), flush=True)
        return
    for name in o.sets.split(","):
        if name == "scanned":
            clean = scanned(o.data, o.images)
        else:
            clean = SETS[name](o.data)[: o.images, None]
            if model.config["channels"] == 2:
                clean = torch.cat((clean, torch.zeros_like(clean)), 1)
        for sigma in sigmas:
            cells = " ".join(f"{v:.2f}" for v in (row(model, clean, sigma) / len(clean)).tolist())
            print(f"{name} {sigma:g} {cells}", flush=True)


if __name__ == "__main__":
    main()
