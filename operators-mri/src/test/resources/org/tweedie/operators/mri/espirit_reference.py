"""Makes espirit_reference.bin: what BART's ecalib (0.8.00) finds on an 8-coil phantom.

The file holds little-endian float32, complex numbers as (re, im):
  calibration block   complex [8, 24, 24]   the middle of 64 x 64 k-space, noise included
  maps                complex [8, 16, 16]   bart ecalib -m1 at every 4th pixel of each axis, from 0
  eigenvalues         real    [16, 16]      at the same pixels
  gaps                real    [16, 16]      first minus second eigenvalue there, from ecalib -m2
"""

import subprocess

import numpy as np


def write_cfl(name, a):
    with open(name + ".hdr", "w") as f:
        f.write("# Dimensions\n" + " ".join(map(str, a.shape)) + "\n")
    a.astype("<c8").ravel(order="F").tofile(name + ".cfl")


def read_cfl(name):
    with open(name + ".hdr") as f:
        shape = [int(v) for v in f.read().split("\n")[1].split()]
    return np.fromfile(name + ".cfl", "<c8").reshape(shape, order="F").squeeze()


subprocess.run("bart phantom -x64 -s8 -k phantom".split(), check=True)
k = read_cfl("phantom").transpose(2, 0, 1)  # coil, first axis, second axis
rng = np.random.default_rng(0)
sigma = 1e-3 * np.sqrt(np.mean(np.abs(k) ** 2))
k = k + sigma * (rng.standard_normal(k.shape) + 1j * rng.standard_normal(k.shape))
write_cfl("noisy", k.transpose(1, 2, 0)[:, :, None, :])
subprocess.run("bart ecalib -m1 -r24 noisy maps eigenvalues".split(), check=True)
maps = read_cfl("maps").transpose(2, 0, 1)[:, ::4, ::4]
eigenvalues = read_cfl("eigenvalues").real[::4, ::4]
subprocess.run("bart ecalib -m2 -r24 noisy maps2 eigenvalues2".split(), check=True)
pair = read_cfl("eigenvalues2").real[::4, ::4]
block = k[:, 20:44, 20:44]
with open("espirit_reference.bin", "wb") as f:
    f.write(block.astype("<c8").tobytes())
    f.write(maps.astype("<c8").tobytes())
    f.write(eigenvalues.astype("<f4").tobytes())
    f.write((pair[..., 0] - pair[..., 1]).astype("<f4").tobytes())
print((np.abs(maps).sum(0) > 0).sum(), "of", 256, "pixels not cropped")
