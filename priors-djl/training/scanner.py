"""What scanners do to an image between the anatomy and the file, drawn anew for each training crop.

A corruption happens with the probability given for it; with all at 0 a crop is a plain cut-out with a smooth phase.
"""

import math

import torch
from torch.nn import functional as F

CORRUPTIONS = {
    "air": "what the source shows outside the head (noise, ghosts) is no part of the clean image",
    "contrast": "a smooth map of the grey values; half of them rise, half invert between T1 and T2",
    "fat": "the fat under the scalp is out of phase: a jump, and cancellation where it meets water",
    "position": "turned by up to 15 degrees, and crops that hang over the edge of the image",
    "zoom": "0.5 to 2 times the size, by Fourier interpolation",
    "sharpness": "resampled by a kernel between sinc (sharper than any source slice) and two boxes, perhaps worse along one axis",
    "shading": "receive coils nearby, or a slow bias field",
    "cut": "partial heads: a saturation band or the end of the slab, with a soft edge",
    "fov": "a field of view smaller than the crop: zeros beyond a rectangle",
    "middle": "phase of middle frequencies",
    "poles": "sinuses and vessels: phase that turns quickly, with loss of signal",
    "floor": "a noise floor in the input but not in the clean image: complex noise, stronger in places, or the Rician background of a magnitude",
}


class Draw:
    """Random numbers that depend on the seeds alone, whatever other threads draw."""

    def __init__(self, *seeds):
        mixed = 0
        for s in seeds:
            mixed = (mixed * 6364136223846793005 + s + 1442695040888963407) % 2**63
        self.generator = torch.Generator().manual_seed(mixed)

    def uniform(self, *shape, low=0.0, high=1.0):
        u = low + (high - low) * torch.rand(shape, generator=self.generator)
        return u if shape else float(u)

    def normal(self, *shape):
        return torch.randn(shape, generator=self.generator)

    def below(self, n):
        return int(torch.randint(max(1, n), (1,), generator=self.generator))

    def chance(self, p):
        return p > 0 and self.uniform() < p

    def choose(self, weights):
        return int(torch.multinomial(weights, 1, generator=self.generator))


def smoothstep(x):
    x = x.clamp(0, 1)
    return x * x * (3 - 2 * x)


def coordinates(size):
    """Rows and columns of a square from -1 to 1."""
    line = torch.linspace(-1, 1, size)
    return torch.meshgrid(line, line, indexing="ij")


def grid(draw, nodes, size):
    """A bicubic surface through nodes x nodes normal numbers."""
    return F.interpolate(draw.normal(1, 1, nodes, nodes), size=(size, size), mode="bicubic", align_corners=True)[0, 0]


def contrast(m, fat, draw):
    """Other grey values: f(0) = 0, and what was about 1 or what becomes brightest is about 1."""
    rising = lambda v: v.clamp(min=0) ** math.exp(draw.uniform(low=-0.9, high=0.9))
    if draw.chance(0.5):
        w, c, s = draw.uniform(high=0.6), draw.uniform(low=0.2, high=0.8), draw.uniform(low=0.08, high=0.3)
        step = (torch.sigmoid((m - c) / s) - 1 / (1 + math.exp(c / s))) * smoothstep(m / 0.1)
        out = (1 - w) * rising(m) + w * step
    else:
        # Fluid is dark in T1 and bright in T2, white matter the reverse; air and bone are dark in both, fat is bright or suppressed
        dark, bright = draw.uniform(high=0.6), draw.uniform(low=0.04, high=0.2)
        out = smoothstep(m / bright) * (dark + (1 - dark) * (1 - m).clamp(0, 1) ** math.exp(draw.uniform(low=-0.5, high=1)))
        out = out * (1 - fat) + draw.uniform(high=1.1) * m * fat
    return out / out.flatten().kthvalue(int(0.995 * out.numel())).values.clamp(min=0.05)


def turned(z, degrees):
    """z [planes, rows, columns] about its middle, by cubic interpolation."""
    a = math.radians(degrees)
    r, c = z.shape[1:]
    theta = torch.tensor([[math.cos(a), -math.sin(a) * r / c, 0.0], [math.sin(a) * c / r, math.cos(a), 0.0]])
    field = F.affine_grid(theta[None], (1, 1, r, c), align_corners=False)
    return F.grid_sample(z[None], field, mode="bicubic", padding_mode="zeros", align_corners=False)[0]


def resampled(z, rows, columns, window_rows, window_columns, disc):
    """z [rows, columns] complex, as its Fourier series cut or continued by zeros to the new size, times the windows."""
    k = torch.fft.fftshift(torch.fft.fft2(z))
    for axis, n, window in ((0, rows, window_rows), (1, columns, window_columns)):
        old = k.shape[axis]
        if n < old:
            k = k.narrow(axis, old // 2 - n // 2, n)
        elif n > old:
            before = n // 2 - old // 2
            pad = [0, 0, before, n - old - before] if axis == 0 else [before, n - old - before, 0, 0]
            k = F.pad(torch.view_as_real(k).movedim(-1, 0), pad).movedim(0, -1)
            k = torch.view_as_complex(k.contiguous())
        f = (torch.arange(n) - n // 2) / (min(n, old) / 2)  # 1 at the highest frequency that there is
        k = k * (window(f)[:, None] if axis == 0 else window(f)[None, :])
    if disc:
        y, x = (torch.arange(n) - n // 2 for n in (rows, columns))
        k = k * ((y[:, None] / (min(rows, z.shape[0]) / 2)) ** 2 + (x[None, :] / (min(columns, z.shape[1]) / 2)) ** 2 <= 1)
    return torch.fft.ifft2(torch.fft.ifftshift(k)) * (rows * columns / z.numel())


def kernel(draw, sharp):
    """A window over [-1, 1]: 1 (a sinc kernel) or the transform of a box up to two pixels wide, perhaps of a lower resolution."""
    if not sharp:
        return lambda f: torch.ones_like(f)
    a = draw.uniform(high=2.0) if draw.chance(0.65) else 0.0
    end = draw.uniform(low=0.55) if draw.chance(0.25) else 1.0
    return lambda f: torch.sinc(a * f / 2) * (f.abs() <= end)


def shading(draw, size):
    """A positive field of mean 1: coils as root sum of squares of bells about places near the edge, or exp of a low polynomial and grid."""
    y, x = coordinates(size)
    if draw.chance(0.5):
        total = torch.full_like(x, draw.uniform(low=0.02, high=0.3))
        for _ in range(1 + draw.below(6)):
            angle, away = draw.uniform(high=2 * math.pi), draw.uniform(low=0.6, high=2.2)
            reach = draw.uniform(low=0.4, high=1.6)
            distance = (x - away * math.cos(angle)) ** 2 + (y - away * math.sin(angle)) ** 2
            total = total + draw.uniform(low=0.3) / (1 + distance / reach**2) ** 3
        field = total.sqrt()
    else:
        a = draw.normal(5) * 0.35
        field = (a[0] * x + a[1] * y + a[2] * x * y + a[3] * x * x + a[4] * y * y + 0.2 * draw.uniform() * grid(draw, 3 + draw.below(3), size)).exp()
    return (field / field.mean()).clamp(0.15, 4)


def smooth_phase(draw, size):
    """Radians: a random constant, a random cubic polynomial and a random coarse grid, of random strength."""
    y, x = coordinates(size)
    constant = draw.uniform(high=2 * math.pi)
    if draw.chance(0.15):  # a share of nearly constant phase
        return torch.full_like(x, constant)
    monomials = torch.stack([x, y, x * y, x * x - y * y, x * x + y * y, x**3, y**3])
    polynomial = torch.einsum("k,khw->hw", draw.normal(7), monomials)
    # Squares: most crops vary little, a few by several radians
    return constant + 2.5 * draw.uniform() ** 2 * polynomial + 1.2 * draw.uniform() ** 2 * grid(draw, 3 + draw.below(4), size)


def pole(draw, size):
    """(radians, factor of the magnitude) about one sinus (the field of a dipole) or vessel (a blob that moves)."""
    row, column = torch.arange(size, dtype=torch.float32)[:, None], torch.arange(size, dtype=torch.float32)[None, :]
    y, x = row - draw.uniform(high=size), column - draw.uniform(high=size)
    strength = 4 * draw.normal(1).item()
    if draw.chance(0.5):
        radius = draw.uniform(low=2.0, high=0.12 * size)
        square = x * x + y * y
        a = draw.uniform(high=math.pi)
        lobes = (math.cos(a) * (x * x - y * y) + math.sin(a) * 2 * x * y) / (square + radius**2)
        near = radius**2 / (square + radius**2)
        return strength * lobes * near, 1 - draw.uniform() * near**2
    radius = draw.uniform(low=0.8, high=3.0)
    blob = torch.exp(-((x * x + (draw.uniform(low=0.3) * y) ** 2) / radius**2) ** 2)
    return strength * blob, torch.ones_like(blob)


def keep_line(draw, size):
    """1 on one side of a line through the crop, little on the other, with a soft edge."""
    y, x = coordinates(size)
    a = draw.uniform(high=2 * math.pi)
    rest = draw.uniform(high=0.15)
    t = (math.cos(a) * x + math.sin(a) * y + draw.uniform(low=-0.1, high=0.8)) * size / 2 / draw.uniform(low=1, high=10)
    return rest + (1 - rest) * smoothstep(t + 0.5)


def keep_rectangle(draw, size):
    """1 in a rectangle that leaves out up to a quarter of the crop at each side."""
    keep = torch.zeros(size, size)
    a, b, c, d = (draw.below(size // 4) if draw.chance(0.5) else 0 for _ in range(4))
    keep[a : size - b, c : size - d] = 1
    return keep


def floor(draw, m, phase, sigma):
    """[2, size, size] in units of sigma: noise that the clean image is free of, at most half as strong as the noise of the level."""
    size = m.shape[-1]
    t = draw.uniform() * min(0.5, 0.06 / sigma)
    n = draw.normal(2, size, size)
    if draw.chance(0.5):  # as parallel imaging leaves it: stronger in places, slightly correlated
        n = F.avg_pool2d(F.pad(n[None], (1, 1, 1, 1), mode="reflect"), 3, 1)[0] * draw.uniform(high=1.5) + n
        n = n / n.square().mean().sqrt()
        return t * n * (0.5 * grid(draw, 3 + draw.below(3), size)).exp().clamp(0.3, 2)
    level = max(t * sigma, 1e-6)
    excess = (((m + level * n[0]) ** 2 + (level * n[1]) ** 2).sqrt() - m) / sigma
    return torch.stack((excess * phase.cos(), excess * phase.sin()))


class Scanner:
    """Draws clean crops with what the input has besides the noise of its level."""

    def __init__(self, pools, probability, channels, gain):
        self.pools = pools
        self.weights = torch.tensor([p.weight for p in pools])
        self.p = probability
        self.channels = channels
        self.gain = gain

    def crop(self, draw, size, sigma):
        """(clean [channels, size, size], extra of the same shape in units of sigma)."""
        pool = self.pools[draw.choose(self.weights)]
        j = draw.below(len(pool.images))
        m = pool.images[j]
        fat = torch.zeros_like(m) if pool.fat is None else pool.fat[j].float() / 255
        if pool.head is not None and draw.chance(self.p["air"]):
            m = m * (pool.head[j].float() / 255)
        if draw.chance(self.p["contrast"]):
            m = contrast(m, fat, draw)
        planes = m[None]
        if self.channels == 2 and draw.chance(self.p["fat"]):
            angle = fat * draw.uniform(low=0.5, high=2 * math.pi - 0.5)
            planes = torch.stack((m * angle.cos(), m * angle.sin()))
        position = draw.chance(self.p["position"])
        if position and draw.chance(0.5):
            planes = turned(planes, draw.uniform(low=-15, high=15))
        planes = self.resample(planes, draw)
        z = self.cut_out(planes, draw, size, position)
        if draw.chance(self.p["shading"]):
            z = z * shading(draw, size)
            peak = z.square().sum(0).sqrt().flatten().kthvalue(int(0.99 * size * size)).values
            z = z / peak.clamp(min=1)
        if draw.chance(self.p["cut"]):
            z = z * keep_line(draw, size)
        if draw.chance(self.p["fov"]):
            z = z * keep_rectangle(draw, size)
        z = z * draw.uniform(low=self.gain[0], high=self.gain[1])
        if self.channels == 1:
            return z.clamp(0, 1), torch.zeros_like(z)
        return self.with_phase(z, draw, sigma)

    def resample(self, planes, draw):
        zoom, sharp = draw.chance(self.p["zoom"]), draw.chance(self.p["sharpness"])
        if not zoom and not sharp:
            return planes
        rows, columns = planes.shape[1:]
        # The logarithm is a triangle over [ln 0.5, ln 2]; sharpness without zoom is shown by a smaller image, where there is detail to keep
        scale = 2 ** (draw.uniform() + draw.uniform() - 1) if zoom else draw.uniform(low=0.6)
        z = torch.complex(planes[0], planes[1] if len(planes) == 2 else torch.zeros_like(planes[0]))
        z = resampled(z, round(rows * scale), round(columns * scale), kernel(draw, sharp), kernel(draw, sharp), sharp and draw.chance(0.3))
        return torch.stack((z.real, z.imag))[: len(planes)]

    def cut_out(self, planes, draw, size, overhang):
        rows, columns = planes.shape[1:]
        corner = []
        for extent in (rows, columns):
            spare = extent - size
            over = size // 3 if overhang else 0
            low, high = min(0, spare) - over, max(0, spare) + over
            corner.append(low + draw.below(high - low + 1))
        r, c = corner
        z = torch.zeros(len(planes), size, size)
        r0, r1, c0, c1 = max(r, 0), min(r + size, rows), max(c, 0), min(c + size, columns)
        if r0 < r1 and c0 < c1:
            z[:, r0 - r : r1 - r, c0 - c : c1 - c] = planes[:, r0:r1, c0:c1]
        if draw.chance(0.5):
            z = z.flip(2)
        if draw.chance(0.25):
            z = z.flip(1)
        if draw.chance(0.1):
            z = z.transpose(1, 2)
        return z

    def with_phase(self, z, draw, sigma):
        size = z.shape[-1]
        phase = smooth_phase(draw, size)
        if draw.chance(self.p["middle"]):
            phase = phase + 0.5 * draw.uniform() ** 2 * grid(draw, 8 + draw.below(13), size)
        if draw.chance(self.p["poles"]):
            for _ in range(1 + draw.below(4)):
                turn, factor = pole(draw, size)
                phase, z = phase + turn, z * factor
        real, imag = z[0], z[1] if len(z) == 2 else torch.zeros_like(z[0])
        clean = torch.stack((real * phase.cos() - imag * phase.sin(), real * phase.sin() + imag * phase.cos()))
        if not draw.chance(self.p["floor"]):
            return clean, torch.zeros_like(clean)
        return clean, floor(draw, clean.square().sum(0).sqrt(), phase, sigma)

    def batch(self, draw, n, size, centre=0.12, spread=1.2):
        """clean [n, channels, size, size], noise of the same shape in units of sigma, sigma [n]."""
        from data import noise_levels

        sigma = noise_levels(n, draw, centre, spread)
        clean, extra = zip(*(self.crop(draw, size, float(s)) for s in sigma))
        clean = torch.stack(clean)
        return clean, draw.normal(*clean.shape) + torch.stack(extra), sigma
