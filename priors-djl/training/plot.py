"""Draws the loss curve of a training: python3 plot.py run/loss.csv curve.png"""

import csv
import sys

import matplotlib

matplotlib.use("Agg")
from matplotlib import pyplot  # noqa: E402


def main(source, target):
    with open(source) as f:
        rows = [r for r in csv.DictReader(f)]
    steps = [int(r["step"]) for r in rows]
    figure, left = pyplot.subplots(figsize=(7, 3.5))
    left.plot(steps, [float(r["loss"]) for r in rows], color="#1f5fa8")
    left.set_yscale("log")
    left.set_xlabel("step")
    left.set_ylabel("loss, mean of 100 steps", color="#1f5fa8")
    left.grid(alpha=0.3, which="both")
    right = left.twinx()
    right.plot(steps, [float(r["fraction_of_peak_rate"]) for r in rows], color="#999999", linewidth=1)
    right.set_ylim(0, 1.05)
    right.set_ylabel("learning rate / peak", color="#777777")
    figure.tight_layout()
    figure.savefig(target, dpi=110)


if __name__ == "__main__":
    main(*sys.argv[1:3])
