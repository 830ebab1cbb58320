"""The table of the comparison: compressed sensing and Tweedie on the same k-space.

    python3 compare.py DATA BASELINES.csv RUNS

DATA and BASELINES.csv are those of baselines.py. RUNS holds <case>/<name>/, each the output folder of
a `tweedie reconstruct --reference`; its mean.npy is scored as the baselines are. Prints a table in
Markdown: of the baselines the best weight of each case, for every method PSNR / SSIM / seconds (of one
processor for the baselines, by the clock for Tweedie), and the mean over the cases of one acceleration.
"""

import csv
import json
import os
import sys

import numpy as np

from baselines import psnr, ssim


def best_baselines(path):
    """(case, method) -> (psnr, ssim, seconds) at the weight with the best PSNR."""
    best = {}
    with open(path) as f:
        for r in csv.DictReader(f):
            row = (float(r["psnr"]), float(r["ssim"]), float(r["seconds"]))
            key = r["case"], r["method"]
            best[key] = max(best.get(key, row), row)
    return best


def run(data, runs, case, name):
    image = np.abs(np.load(os.path.join(runs, case, name, "mean.npy"))).astype(float)
    reference = np.abs(np.load(os.path.join(data, case, "reference.npy"))).astype(float)
    with open(os.path.join(runs, case, name, "run.json")) as f:
        seconds = json.load(f)["seconds"]["program"]["total"]
    return psnr(image, reference), ssim(image, reference), seconds


def main(data, baselines, runs):
    scores = best_baselines(baselines)
    methods = sorted({method for _, method in scores}, reverse=True)
    for case in sorted(os.listdir(runs)):
        for name in sorted(os.listdir(os.path.join(runs, case))):
            if os.path.exists(os.path.join(runs, case, name, "mean.npy")):
                scores[case, name] = run(data, runs, case, name)
                if name not in methods:
                    methods.append(name)
    print("| case | " + " | ".join(methods) + " |")
    print("|---|" + "---|" * len(methods))
    cases = sorted({case for case, _ in scores}, key=lambda c: (c.split("_")[-1], c))
    for acceleration in sorted({c.split("_")[-1] for c in cases}):
        group = [c for c in cases if c.endswith("_" + acceleration)]
        for case in group:
            line(case, [scores.get((case, m)) for m in methods])
        means = []
        for m in methods:
            rows = [scores[c, m] for c in group if (c, m) in scores]
            means.append(tuple(np.mean(rows, axis=0)) if len(rows) == len(group) else None)
        line(f"**mean {acceleration}**", means)


def line(name, rows):
    cells = ["" if r is None else f"{r[0]:.2f} / {r[1]:.3f} / {r[2]:.{0 if r[2] > 20 else 1}f}" for r in rows]
    print(f"| {name} | " + " | ".join(cells) + " |")


if __name__ == "__main__":
    main(*sys.argv[1:])
