"""Training images: where they come from, what they may be used for, and what of them is head, air and fat."""

import glob
import os

import numpy as np
import torch
from PIL import Image
from scipy import ndimage
from torch.nn import functional as F

KARRAS = {
    "authors": "Karras, Aittala, Aila, Laine",
    "title": "Elucidating the design space of diffusion-based generative models",
    "year": 2022,
    "identifier": "arXiv:2206.00364",
}


def stack(path, peak=65535):
    """A [n, rows, columns] unsigned .npy stack, divided by `peak` and cut at 1."""
    return torch.from_numpy((np.load(path).astype(np.float32) / peak).clip(0, 1))


def folder(path, peak=255):
    """All grey PNG files of a folder, divided by `peak` and cut at 1."""
    files = sorted(glob.glob(os.path.join(path, "*.png")))
    return torch.stack([torch.from_numpy((np.asarray(Image.open(f), dtype=np.float32) / peak).clip(0, 1)) for f in files])


class Pool:
    """Images of one size. `head` is 1 in the head and 0 in the air about it, `fat` is 1 in the fat under the scalp."""

    def __init__(self, images, weight, head=None, fat=None):
        self.images, self.weight = images, weight
        self.head, self.fat = head, fat


def head_pool(images, weight, millimetres):
    """A pool of whole heads; the pixel in millimetres sizes the margin and the ring in which fat is looked for."""
    heads, fats = [], []
    for m in images.numpy():
        tissue = ndimage.gaussian_filter(m, 2 / millimetres) > 0.07 * np.quantile(m, 0.98)
        labels, n = ndimage.label(ndimage.binary_fill_holes(tissue))
        if n:
            tissue = ndimage.binary_fill_holes(labels == 1 + np.argmax(ndimage.sum(tissue, labels, range(1, n + 1))))
        depth = ndimage.distance_transform_edt(tissue) * millimetres
        beyond = ndimage.distance_transform_edt(~tissue) * millimetres
        heads.append((1 - (beyond - 1) / 3).clip(0, 1))
        fats.append(((m - 0.55) / 0.25).clip(0, 1) * ((depth > 0) & (depth < 14)))
    as_bytes = lambda maps: torch.from_numpy((255 * np.stack(maps)).astype(np.uint8))
    return Pool(images, weight, as_bytes(heads), as_bytes(fats))


def brain_pools(root):
    """Two resolutions of the T1 slices and one between them; other contrasts and another organ, for the breadth."""
    t1_128 = stack(os.path.join(root, "ixi_t1_axial", "train_128.npy"))
    t1_224 = folder(os.path.join(root, "ixi_t1_axial", "train_224"))
    between = F.interpolate(t1_224[:, None], size=(176, 176), mode="bicubic", antialias=True)[:, 0].clamp(0, 1)
    multi = stack(os.path.join(root, "ms_multicontrast", "train_128.npy"))
    cine = stack(os.path.join(root, "cardiac_cine", "train_128.npy"))
    return [
        head_pool(t1_128, 0.24, 1.75),
        head_pool(t1_224, 0.40, 1.0),
        head_pool(between, 0.10, 1.27),
        head_pool(multi, 0.22, 1.75),
        Pool(cine, 0.04),
    ]


def ct_pools(root):
    """Chest slices, (HU + 1024)/2048, cut to [0, 1]: HU = 2048 value - 1024."""
    return [
        Pool(folder(os.path.join(root, "fullfov", "train_256"), 2048), 0.75),
        Pool(stack(os.path.join(root, "fullfov", "train_128.npy"), 2048), 0.25),
    ]


# What a prior of these images is called and says of itself
BRAIN = {
    "id": "brain.mri",
    "description": "A denoiser of complex axial brain images of any contrast, mostly at the level of the lateral ventricles.",
    "valueRange": [0.0, 1.0],
    "sigmaRange": [0.002, 60.0],
    "trainingData": "IXI T1 axial slices (471 subjects, 128x128 at 1.75 mm, 224x224 at 1 mm, 176x176 between), "
    "Ljubljana longitudinal MS database (161 slices, T1W, T2W, FLAIR), Sunnybrook cardiac cines (175 slices, 4 in 100 crops); "
    "magnitudes under synthetic contrast, shading, resampling and phase",
    "licence": "CC BY-SA 3.0",
    "credit": "Data provided by the IXI project, Imperial College London, CC BY-SA 3.0. "
    "Multiple sclerosis slices: Lesjak et al., Neuroinformatics 2016, CC BY. Cardiac cines: Radau et al., MIDAS Journal 2009, CC0 1.0.",
    "references": [KARRAS],
}
CT = {
    "id": "chest.ct",
    "description": "A denoiser of axial CT slices of the body, mostly the chest. Values are (HU + 1024)/2048: HU = 2048 value - 1024, from -1024 to 1024.",
    "valueRange": [0.0, 1.0],
    "sigmaRange": [0.002, 60.0],
    "trainingData": "181 axial CT slices of 48 subjects of The Cancer Imaging Archive, 256x256 and 128x128 pixels of 1.1 to 5.4 mm, "
    "(HU + 1024)/2048 cut to [0, 1]: denser than 1024 HU counts as 1024",
    "licence": "CC BY 4.0",
    "credit": "The Cancer Imaging Archive: Clark et al., J Digit Imaging 26 (2013); collections TCGA-LUAD, TCGA-LUSC, COVID-19-NY-SBU, "
    "Lung-Fused-CT-Pathology, ACRIN-FLT-Breast, Lung-PET-CT-Dx, CMB-CRC, RIDER Pilot, StageII-Colorectal-CT, LungCT-Diagnosis (CC BY 3.0 and 4.0).",
    "references": [KARRAS],
}


def noise_levels(n, draw, centre=0.12, spread=1.2):
    """Training noise levels: ln sigma is normal about ln `centre` with deviation `spread` for four in five, uniform over [0.002, 60] for the rest."""
    dense = np.log(centre) + spread * draw.normal(n)
    wide = np.log(0.002) + draw.uniform(n) * np.log(60 / 0.002)
    return torch.where(draw.uniform(n) < 0.8, dense, wide).exp().clamp(0.002, 60)
