"""Writes the reference files of the tests with NumPy, BART and the standards' own definitions.

Usage: make_references.py KSPACE_FOLDER OUTPUT_FOLDER

KSPACE_FOLDER holds brain8ch_undersampled in both forms. Needs NumPy and the program `bart`; the
PNG and NIfTI files are put together byte by byte from the standards, so that a fault of the Java
code cannot hide in a fault of the same kind here.
"""

import pathlib
import struct
import subprocess
import sys
import zlib

import numpy as np

kspace, out = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])

# --- NumPy: element [i, j, k] of shape [2, 3, 4] is 12 i + 4 j + k, so every misplacement shows
ramp = np.arange(24).reshape(2, 3, 4)
for code in "|b1 |i1 |u1 <i2 >i2 <u2 >u2 <i4 >i4 <u4 <i8 >i8 <u8 <f2 >f2 <f4 >f4 <f8 >f8".split():
    np.save(out / f"ramp_{'be' if code[0] == '>' else 'le'}_{code[1:]}.npy", ramp.astype(code))
for code in "<c8 >c8 <c16 >c16".split():
    np.save(out / f"ramp_{'be' if code[0] == '>' else 'le'}_{code[1:]}.npy", (ramp - 0.5j * ramp).astype(code))
np.save(out / "fortran_f4.npy", np.asfortranarray(ramp.astype("<f4")))
np.save(out / "fortran_c8.npy", np.asfortranarray((ramp - 0.5j * ramp).astype("<c8")))
for version in ((2, 0), (3, 0)):
    with open(out / f"version_{version[0]}.npy", "wb") as f:
        np.lib.format.write_array(f, ramp.astype("<f4"), version=version)
np.save(out / "scalar.npy", np.float64(2.5))
np.save(out / "vector.npy", np.array([1, -2, 3], "<f4"))
np.save(out / "negative_i2.npy", np.array([-32768, -1, 0, 32767], "<i2"))
np.save(out / "large_u8.npy", np.array([2**63, 2**64 - 1, 7], "<u8"))
np.save(out / "special_f2.npy", np.array([6e-8, 65504, -0.0, np.inf, -np.inf, np.nan, 0.1], "<f2"))
np.save(out / "text.npy", np.array(["a", "b"]))
np.savez(out / "one.npz", ramp.astype("<f4"))
np.savez_compressed(out / "two.npz", kspace=(ramp - 0.5j * ramp).astype("<c8"), mask=(ramp % 2).astype("u1"))

# --- BART: the same numbers through its own tools
stem = str(kspace / "brain8ch_undersampled")
crop = str(out / "brain_crop")
subprocess.run(["bart", "resize", "-c", "1", "6", "2", "5", stem, crop], check=True)
full = np.load(stem + ".npy")
y, x = full.shape[1] // 2 - 3, full.shape[2] // 2 - 2
np.save(crop + ".npy", full[:, y : y + 6, x : x + 5])
subprocess.run(["bart", "phantom", "-x", "5", "-s", "3", str(out / "phantom")], check=True)
header = (out / "phantom.hdr").read_text().splitlines()
dims = [int(v) for v in header[header.index("# Dimensions") + 1].split()]
phantom = np.fromfile(out / "phantom.cfl", "<c8").reshape(dims, order="F")
np.save(out / "phantom.npy", np.moveaxis(phantom.squeeze(), -1, 0))
for name in ("brain_crop", "phantom"):  # keep what the format needs; drop BART's log of commands
    lines = (out / f"{name}.hdr").read_text().splitlines()
    at = lines.index("# Dimensions")
    (out / f"{name}.hdr").write_text("\n".join(lines[at : at + 2]) + "\n")


# --- NIfTI-1, as nifti1.h lays it out
def nifti(name, array, code, order="<", slope=0.0, inter=0.0, units=2, pixdim=(1.0, 2.0, 3.0), gap=4):
    """array is indexed [x, y, z, ...] as in the standard: first index fastest."""
    dim = [array.ndim, *array.shape] + [1] * (7 - array.ndim)
    head = struct.pack(order + "i10s18sihcB", 348, b"", b"", 0, 0, b"r", 0)
    head += struct.pack(order + "8h", *dim)
    head += struct.pack(order + "3fh", 0, 0, 0, 0)
    head += struct.pack(order + "hhh", code, array.dtype.itemsize * 8, 0)
    head += struct.pack(order + "8f", 1.0, *pixdim, *([1.0] * (7 - len(pixdim))))
    head += struct.pack(order + "fff", 348 + gap, slope, inter)
    head += struct.pack(order + "hcB", 0, b"\0", units)
    head += struct.pack(order + "4f2i", 0, 0, 0, 0, 0, 0)
    head += struct.pack(order + "80s24s2h6f12f16s4s", b"", b"", 0, 0, *([0.0] * 18), b"", b"n+1\0")
    assert len(head) == 348, len(head)
    body = np.asarray(array, array.dtype.newbyteorder(order)).tobytes(order="F")
    (out / name).write_bytes(head + b"\0" * gap + body)


grid = np.arange(24).reshape(4, 3, 2)  # x y z
nifti("int16_scaled.nii", grid.astype("i2"), 4, slope=0.5, inter=-1.0)
nifti("uint8.nii", grid.astype("u1"), 2)
nifti("float32_be.nii", grid.astype("f4"), 16, order=">")
nifti("float64_gap.nii", grid.astype("f8"), 64, gap=36)
nifti("uint16_metres.nii", grid.astype("u2"), 512, units=1, pixdim=(0.001, 0.002, 0.003))
nifti("complex64.nii", (grid - 0.5j * grid).astype("c8"), 32)
nifti("slice.nii", grid[:, :, :1].astype("f4"), 16)
nifti("rgb24.nii", grid.astype("u1"), 128)


# --- PNG, every filter in turn; Adam7 in the order of the standard
def chunk(kind, body):
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def paeth(a, b, c):
    p = a + b - c
    pa, pb, pc = abs(p - a), abs(p - b), abs(p - c)
    return a if pa <= pb and pa <= pc else b if pb <= pc else c


def scanlines(rows, bpp):
    stream, above = b"", bytes(len(rows[0]))
    for y, row in enumerate(rows):
        kind = y % 5
        line = bytearray()
        for i, v in enumerate(row):
            a = row[i - bpp] if i >= bpp else 0
            b = above[i]
            c = above[i - bpp] if i >= bpp else 0
            line.append((v - [0, a, b, (a + b) // 2, paeth(a, b, c)][kind]) & 255)
        stream += bytes([kind]) + line
        above = row
    return stream


def png(name, width, height, depth, colour, pixel, palette=b"", interlace=0, split=None):
    """pixel(x, y) gives the tuple of samples."""
    channels = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}[colour]
    bpp = max(1, depth * channels // 8)

    def pack(xs, y):
        bits = "".join(format(s, f"0{depth}b") for x in xs for s in pixel(x, y))
        bits += "0" * (-len(bits) % 8)
        return bytes(int(bits[i : i + 8], 2) for i in range(0, len(bits), 8))

    passes = [(0, 0, 1, 1)]
    if interlace:
        passes = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]
    raw = b""
    for x0, y0, dx, dy in passes:
        xs, ys = range(x0, width, dx), range(y0, height, dy)
        if len(xs) and len(ys):
            raw += scanlines([pack(xs, y) for y in ys], bpp)
    data = zlib.compress(raw, 9)
    parts = [data] if split is None else [data[:split], data[split:]]
    body = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, interlace))
    body += chunk(b"tEXt", b"Title\0reference")
    if palette:
        body += chunk(b"PLTE", palette)
    (out / name).write_bytes(body + b"".join(chunk(b"IDAT", p) for p in parts) + chunk(b"IEND", b""))


for depth in (1, 2, 4, 8, 16):
    top = 2**depth - 1
    png(f"grey_{depth}.png", 7, 6, depth, 0, lambda x, y: ((3 * x + 5 * y * y) * 257 % (top + 1),), split=9)
png("rgb_8.png", 7, 6, 8, 2, lambda x, y: (30 * x, 40 * y, 255 - 20 * x))
png("rgba_16.png", 7, 6, 16, 6, lambda x, y: (9000 * x, 12000 * y, 65535 - 5000 * x, 7))
png("grey_alpha_8.png", 7, 6, 8, 4, lambda x, y: (30 * x + y, 200))
png("palette_2.png", 7, 6, 2, 3, lambda x, y: ((x + y) % 4,), palette=bytes([0, 0, 0, 255, 0, 0, 0, 255, 0, 0, 0, 255]))
png("interlaced_16.png", 9, 10, 16, 0, lambda x, y: (7000 * x + 11 * y,), interlace=1)
