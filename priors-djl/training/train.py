"""Trains a prior by denoising score matching. See README.md.

python3 train.py --data ../../data/mri --out run --minutes 120
python3 train.py --images ct --data ../../data/ct --out run --minutes 120
"""

import argparse
import csv
import math
import os
import time
from concurrent.futures import ThreadPoolExecutor

import torch

from data import BRAIN, CT, brain_pools, ct_pools
from scanner import CORRUPTIONS, Draw, Scanner
from unet import UNet, load, macs_per_pixel, save

# What kind of images: name of the weights, card, pools, planes, factors of the values
IMAGES = {
    "brain": ("brain-mri", BRAIN, brain_pools, 2, (0.6, 1.15)),
    "ct": ("chest-ct", CT, ct_pools, 1, (1.0, 1.0)),  # Hounsfield units are absolute
}
# What a magnitude, a head or a phase is needed for
BRAIN_ONLY = ("air", "contrast", "fat", "shading", "middle", "poles", "floor")

class Muon(torch.optim.Optimizer):
    """Momentum whose step is made orthogonal (Jordan et al., "Muon: an optimizer for hidden layers in neural networks", 2024).

    For the convolutions inside the network: every direction of a weight matrix moves alike, which trains them in about half the steps
    of Adam. A weight [out, in, rows, columns] counts as a matrix [out, in rows columns].
    """

    def __init__(self, weights, pool, momentum=0.95):
        super().__init__(weights, dict(lr=0.0, momentum=momentum))
        self.pool = pool

    def step(self):
        for group in self.param_groups:
            largest_first = sorted(group["params"], key=lambda w: -w.numel())
            list(self.pool.map(lambda w: self.update(w, group), largest_first))

    @torch.no_grad()
    def update(self, w, group):
        m = self.state[w].setdefault("momentum", torch.zeros_like(w))
        m.lerp_(w.grad, 1 - group["momentum"])
        x = w.grad.lerp(m, group["momentum"]).reshape(len(w), -1)
        tall = x.shape[0] > x.shape[1]
        x = (x.T if tall else x).bfloat16()
        x = x / (x.norm() + 1e-7)
        for _ in range(5):  # Newton-Schulz iteration towards U V^T of the singular value decomposition U S V^T
            a = x @ x.T
            x = 3.4445 * x + (-4.7750 * a + 2.0315 * a @ a) @ x
        x = (x.T if tall else x).reshape(w.shape)
        w.mul_(1 - 0.1 * group["lr"]).add_(x.to(w.dtype), alpha=-group["lr"] * max(1.0, w.shape[0] / w[0].numel()) ** 0.5)


def gradients(model, parameters, bfloat16, n, inside, x, noise, sigma):
    """Part of a batch of n: its share of the batch's loss and of the gradients.

    The loss of EDM: F is to predict (x - c_skip u) / c_out, which has variance 1 at every noise level.
    """
    s, d = sigma[:, None, None, None], model.sigma_data
    u = x + s * noise
    c_in = (s * s + d * d).rsqrt()
    target = (x - d * d * c_in * c_in * u) / (s * d * c_in)
    with torch.autocast("cpu", dtype=torch.bfloat16, enabled=bfloat16):
        f = model.raw((c_in * u * inside).contiguous(memory_format=torch.channels_last), sigma.log() / 4)
    loss = ((f.float() - target) * inside).square().mean() * (len(x) / n)
    return float(loss), torch.autograd.grad(loss, parameters)


def arguments():
    p = argparse.ArgumentParser(description="train a prior")
    p.add_argument("--images", choices=sorted(IMAGES), default="brain")
    p.add_argument("--data", required=True, help="folder with ixi_t1_axial, ms_multicontrast and cardiac_cine, or with fullfov")
    p.add_argument("--out", required=True, help="folder for checkpoints, weights and loss.csv; resumes from what is there")
    p.add_argument("--start", help="weights (.safetensors) to begin with instead of new ones")
    p.add_argument("--minutes", type=float, default=120, help="training time; the learning rate reaches zero at its end")
    p.add_argument("--until", type=float, default=0, help="end at this time (seconds since 1970) instead")
    p.add_argument("--rate", type=float, default=6e-4, help="peak learning rate of Adam")
    p.add_argument("--muon", type=float, default=0.006, help="peak learning rate of the inner convolutions; 0 trains them by Adam too")
    p.add_argument("--seed", type=int, default=0)
    p.add_argument("--threads", type=int, default=2)
    p.add_argument("--widths", default="64,128,256")
    p.add_argument("--blocks", default="2,2,2")
    p.add_argument("--crops", default="24x64:0.6,10x96:0.2,6x128:0.2", help="crops a batch x their size : share of the batches")
    p.add_argument("--centre", type=float, default=0.12, help="ln sigma is normal about the logarithm of this")
    p.add_argument("--spread", type=float, default=1.2, help="deviation of ln sigma")
    p.add_argument("--float32", action="store_true", help="do not use bfloat16 arithmetic (or where it brings nothing)")
    for name, what in CORRUPTIONS.items():
        p.add_argument("--" + name, type=float, default=0, metavar="P", help=f"probability: {what}")
    o = p.parse_args()
    for name in CORRUPTIONS:
        if not 0 <= getattr(o, name) <= 1:
            p.error(f"--{name} is a probability")
    if o.images == "ct" and any(getattr(o, name) for name in BRAIN_ONLY):
        p.error("CT has no " + ", ".join(name for name in BRAIN_ONLY if getattr(o, name)))
    return o


def main():
    o = arguments()
    name, card, pools, channels, gain = IMAGES[o.images]
    # Every worker computes on its part of the batch with one thread: they meet once a step, not once an operation, which other
    # programs on the machine would delay.
    torch.set_num_threads(1)
    pool = ThreadPoolExecutor(o.threads, initializer=lambda: torch.set_num_threads(1))
    torch.manual_seed(o.seed)
    os.makedirs(o.out, exist_ok=True)
    scanner = Scanner(pools(o.data), {c: getattr(o, c) for c in CORRUPTIONS}, channels, gain)
    sizes = [tuple(int(v) for v in kind.split(":")[0].split("x")) for kind in o.crops.split(",")]
    shares = torch.tensor([float(kind.split(":")[1]) for kind in o.crops.split(",")])
    if o.start:
        model, _ = load(o.start)
    else:
        # One real component's rms over random crops: the sigma_data of EDM
        clean, _, _ = scanner.batch(Draw(o.seed, -1), 256, sizes[0][1])
        numbers = lambda s: tuple(int(v) for v in s.split(","))
        model = UNet(channels, numbers(o.widths), numbers(o.blocks), sigma_data=round(float(clean.square().mean().sqrt()), 3))
    model = model.to(memory_format=torch.channels_last)
    inner = [w for k, w in model.named_parameters() if o.muon and w.dim() == 4 and not k.startswith(("head", "tail"))]
    outer = [w for w in model.parameters() if not any(w is v for v in inner)]
    optimizers = [(torch.optim.AdamW(outer, lr=o.rate, betas=(0.9, 0.99), weight_decay=1e-4), o.rate)]
    if inner:
        optimizers.append((Muon(inner, pool), o.muon))
    average = {k: v.detach().clone() for k, v in model.state_dict().items()}
    step, spent = 0, 0.0
    checkpoint = os.path.join(o.out, "checkpoint.pt")
    if os.path.exists(checkpoint):
        saved = torch.load(checkpoint)
        model.load_state_dict(saved["model"])
        for (optimizer, _), state in zip(optimizers, saved["optimizers"]):
            optimizer.load_state_dict(state)
        average, step, spent = saved["average"], saved["step"], saved["spent"]
        model.sigma_data = saved["sigma_data"]
    print(f"{sum(v.numel() for v in model.parameters())} parameters, {macs_per_pixel(model):.0f} MAC a pixel, sigma_data {model.sigma_data}", flush=True)
    start = time.time() - spent
    end = o.until if o.until else start + 60 * o.minutes
    rows = []
    if step and os.path.exists(os.path.join(o.out, "loss.csv")):
        with open(os.path.join(o.out, "loss.csv"), newline="") as f:  # without what came after the checkpoint
            rows = [r for r in list(csv.reader(f))[1:] if int(r[0]) <= step]
    log = open(os.path.join(o.out, "loss.csv"), "w", newline="")
    table = csv.writer(log)
    table.writerow(["step", "seconds", "loss", "fraction_of_peak_rate", "gradient_norm"])
    table.writerows(rows)
    parameters = list(model.parameters())
    total, norm_total, counted, last = 0.0, 0.0, 0, time.time()

    def write():
        state = dict(model=model.state_dict(), optimizers=[a.state_dict() for a, _ in optimizers], average=average, step=step, spent=time.time() - start, sigma_data=model.sigma_data)
        torch.save(state, checkpoint + ".new")
        os.replace(checkpoint + ".new", checkpoint)
        said = dict(card, steps=step, minutes=round((time.time() - start) / 60))
        save(os.path.join(o.out, name + ".new"), model, said, average, half=True)
        os.replace(os.path.join(o.out, name + ".new"), os.path.join(o.out, name + ".safetensors"))

    while time.time() < end:
        done = (time.time() - start) / (end - start)
        fraction = min(1, (step + 1) / 300) * 0.5 * (1 + math.cos(math.pi * min(1, done)))
        for optimizer, peak in optimizers:
            for group in optimizer.param_groups:
                group["lr"] = peak * fraction
        # Mostly small crops (more of them a batch), some large ones for the far context; a batch has about the same number of pixels
        draw = Draw(o.seed, step)
        n, size = sizes[draw.choose(shares)]
        inside = torch.ones(1, 1, size, size)
        if draw.chance(0.3):  # what an image whose size is no multiple of 8 looks like: zeros beyond its edge
            inside[:, :, size - draw.below(8) :] = 0
            inside[:, :, :, size - draw.below(8) :] = 0

        def worker(k):
            share = max(1, (n * (k + 1)) // o.threads - (n * k) // o.threads)
            batch = scanner.batch(Draw(o.seed, step, k), share, size, o.centre, o.spread)
            return gradients(model, parameters, not o.float32, n, inside, *batch)

        parts = list(pool.map(worker, range(o.threads)))
        loss = sum(part[0] for part in parts)
        for w, *g in zip(parameters, *(part[1] for part in parts)):
            w.grad = sum(g)
        norm = float(torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0))
        if math.isfinite(norm):
            for optimizer, _ in optimizers:
                optimizer.step()
        step += 1
        decay = min(0.999, (1 + step) / (10 + step))
        with torch.no_grad():
            for k, v in model.state_dict().items():
                average[k].lerp_(v, 1 - decay)
        total, norm_total, counted = total + loss, norm_total + norm, counted + 1
        if step % 100 == 0:
            row = [step, round(time.time() - start, 1), round(total / counted, 6), f"{fraction:.4f}", round(norm_total / counted, 4)]
            table.writerow(row)
            log.flush()
            print(*row, flush=True)
            total, norm_total, counted = 0.0, 0.0, 0
        if time.time() - last > 300:
            write()
            last = time.time()
    write()


if __name__ == "__main__":
    main()
