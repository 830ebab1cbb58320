"""Training data of the brain prior: magnitude slices, cropped and flipped, with a smooth random phase drawn for each crop."""

import glob
import math
import os

import numpy as np
import torch
from PIL import Image
from torch.nn import functional as F


def stack(path):
    """A [n, rows, columns] uint16 .npy stack, scaled to [0, 1]."""
    return torch.from_numpy(np.load(path).astype(np.float32) / 65535)


def folder(path):
    """All grey PNG files of a folder, scaled to [0, 1]."""
    files = sorted(glob.glob(os.path.join(path, "*.png")))
    return torch.stack([torch.from_numpy(np.asarray(Image.open(f).convert("L"), dtype=np.float32) / 255) for f in files])


def brain_pools(root):
    """(images, weight) pairs. Two resolutions of the T1 slices and one between them, and a smaller share of other contrasts."""
    t1_128 = stack(os.path.join(root, "ixi_t1_axial", "train_128.npy"))
    t1_224 = folder(os.path.join(root, "ixi_t1_axial", "train_224"))
    between = F.interpolate(t1_224[:, None], size=(176, 176), mode="bicubic", antialias=True)[:, 0].clamp(0, 1)
    ms_128 = stack(os.path.join(root, "ms_multicontrast", "train_128.npy"))
    return [(t1_128, 0.42), (t1_224, 0.36), (between, 0.14), (ms_128, 0.08)]


def smooth_phase(n, size):
    """[n, size, size] radians: a random constant, a random cubic polynomial and a random coarse grid, of random strength."""
    y, x = torch.meshgrid(torch.linspace(-1, 1, size), torch.linspace(-1, 1, size), indexing="ij")
    monomials = torch.stack([x, y, x * y, x * x - y * y, x * x + y * y, x**3, y**3])
    polynomial = torch.einsum("nk,khw->nhw", torch.randn(n, 7), monomials)
    nodes = int(torch.randint(3, 7, (1,)))
    grid = F.interpolate(torch.randn(n, 1, nodes, nodes), size=(size, size), mode="bicubic", align_corners=True)[:, 0]
    strength = torch.rand(2, n, 1, 1) ** 2  # most crops vary little, a few by several radians
    smooth = 2.5 * strength[0] * polynomial + 1.2 * strength[1] * grid
    keep = (torch.rand(n, 1, 1) > 0.15).float()  # a share of nearly constant phase
    return 2 * math.pi * torch.rand(n, 1, 1) + keep * smooth


class Crops:
    """Draws batches of complex crops."""

    def __init__(self, pools):
        self.pools = [p for p, _ in pools]
        self.weights = torch.tensor([w for _, w in pools])

    def magnitudes(self, n, size):
        """[n, size, size]: random image, place, flip, quarter turn (rarely) and scale."""
        out = torch.empty(n, size, size)
        for i, k in enumerate(torch.multinomial(self.weights, n, replacement=True).tolist()):
            pool = self.pools[k]
            rows, columns = pool.shape[1:]
            j = int(torch.randint(len(pool), (1,)))
            r, c = int(torch.randint(rows - size + 1, (1,))), int(torch.randint(columns - size + 1, (1,)))
            m = pool[j, r : r + size, c : c + size]
            a = torch.rand(3)
            if a[0] < 0.5:
                m = m.flip(1)
            if a[1] < 0.25:
                m = m.flip(0)
            if a[2] < 0.1:
                m = m.transpose(0, 1)
            out[i] = m
        return out * (0.7 + 0.45 * torch.rand(n, 1, 1))

    def complex(self, n, size):
        """[n, 2, size, size]: real and imaginary plane."""
        m, phase = self.magnitudes(n, size), smooth_phase(n, size)
        return torch.stack((m * phase.cos(), m * phase.sin()), 1)


def noise_levels(n, spread=1.2):
    """Training noise levels: ln sigma is normal about ln 0.12 with deviation `spread` for four in five, uniform over [0.002, 60] for the rest."""
    dense = math.log(0.12) + spread * torch.randn(n)
    wide = math.log(0.002) + torch.rand(n) * math.log(60 / 0.002)
    return torch.where(torch.rand(n) < 0.8, dense, wide).exp().clamp(0.002, 60)
