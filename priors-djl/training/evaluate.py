"""Mean PSNR of a prior's denoiser on validation slices, peak 1: the clean image has phase 0, the noise is complex.

A line for each size and noise level: size, sigma, then in dB for the noisy image and again for the denoised one: the magnitude against the
clean image, the magnitude cut at 1 (the images end there), the real part (whose noisy value is -20 log10 sigma).

python3 evaluate.py brain-mri.safetensors ../../data/mri [--slices 50] [--sigma 0.1,...] [--sizes 128,224]
"""

import argparse
import os

import torch

from data import folder, stack
from unet import load


def main():
    p = argparse.ArgumentParser()
    p.add_argument("weights")
    p.add_argument("data")
    p.add_argument("--slices", type=int, default=50)
    p.add_argument("--sigma", default="0.02,0.05,0.1,0.2,0.5,1")
    p.add_argument("--sizes", default="128,224")
    p.add_argument("--threads", type=int, default=2)
    o = p.parse_args()
    torch.set_num_threads(o.threads)
    model, _ = load(o.weights)
    model = model.eval().to(memory_format=torch.channels_last)
    val = {"128": lambda d: stack(os.path.join(d, "val_128.npy")), "224": lambda d: folder(os.path.join(d, "val_224"))}
    for size in o.sizes.split(","):
        images = val[size](os.path.join(o.data, "ixi_t1_axial"))[: o.slices]
        for sigma in (float(s) for s in o.sigma.split(",")):
            torch.manual_seed(1)
            total = torch.zeros(6)
            for x in images.split(5):
                clean = torch.stack((x, torch.zeros_like(x)), 1)
                u = clean + sigma * torch.randn_like(clean)
                with torch.no_grad():
                    y = model(u, sigma)
                for i, v in enumerate((u, y)):
                    magnitude = v.square().sum(1).sqrt()
                    for j, w in enumerate((magnitude, magnitude.clamp(max=1), v[:, 0])):
                        total[3 * i + j] += (-10 * (w - x).square().mean((1, 2)).log10()).sum()
            cells = " ".join(f"{v:.2f}" for v in (total / len(images)).tolist())
            print(f"{size} {sigma:g} {cells}", flush=True)


if __name__ == "__main__":
    main()
