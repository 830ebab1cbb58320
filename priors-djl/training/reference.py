"""Writes the values that the Java network is tested against: a small network with random weights, its denoised images and a
vector-Jacobian product.

python3 reference.py ../src/test/resources/org/tweedie/priors/djl
"""

import json
import os
import struct
import sys

import torch

from unet import UNet, save


def tensors(path, named):
    header, data = {}, b""
    for name, t in named.items():
        raw = t.detach().contiguous().numpy().astype("<f4").tobytes()
        header[name] = {"dtype": "F32", "shape": list(t.shape), "data_offsets": [len(data), len(data) + len(raw)]}
        data += raw
    head = json.dumps(header).encode()
    with open(path, "wb") as f:
        f.write(struct.pack("<Q", len(head)) + head + data)


def main(folder):
    torch.manual_seed(7)
    card = {"id": "twin", "valueRange": [0.0, 1.0], "sigmaRange": [0.002, 60.0], "licence": "CC0 1.0", "trainingData": "none"}
    for kind, channels in (("complex", 2), ("real", 1)):
        model = UNet(channels, (6, 8, 10), (2, 1, 1), embedding=12, sigma_data=0.4)
        with torch.no_grad():
            for name, p in model.named_parameters():
                p.copy_(torch.randn(p.shape) * (0.3 if p.dim() == 1 else (1.0 / p[0].numel()) ** 0.5))
        save(os.path.join(folder, f"twin-{kind}.safetensors"), model, card)
        values = {}
        # 13 x 18 needs padding in both directions, 16 x 24 in none
        for size, sigma in (((13, 18), 0.3), ((16, 24), 2.5)):
            u = torch.randn(2, channels, *size, requires_grad=True)
            v = torch.randn(2, channels, *size)
            d = model(u, sigma)
            key = f"{size[0]}x{size[1]}"
            values.update({f"{key}.u": u, f"{key}.d": d, f"{key}.v": v, f"{key}.g": torch.autograd.grad((d * v).sum(), u)[0]})
        tensors(os.path.join(folder, f"twin-{kind}-values.safetensors"), values)


if __name__ == "__main__":
    main(sys.argv[1])
