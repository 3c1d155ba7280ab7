"""
The preset he-vs-xavier-depth as a user of PyTorch would write it: 60 trials in two processes of one thread each.
Usage: torch_sweep.py DIGITS, the JSON file of the data set. Imports and a warm-up stay outside the clock; neither
statistics nor a store are asked of it.
"""

import base64
import json
import multiprocessing
import statistics
import sys
import time

WIDTH, STEPS, BATCH, RATE = 32, 400, 32, 0.03
SCHEMES, DEPTHS, SEEDS = ("he-normal", "xavier-normal"), (3, 10, 20), range(10)
split = None


def training_split(path):
    import numpy
    import torch

    with open(path) as file:
        data = json.load(file)
    pixels = numpy.frombuffer(base64.b64decode(data["train_x"]), dtype=numpy.uint8)
    x = (pixels.reshape(data["n_train"], -1) / data["max"] - data["x_mean"]) / data["x_std"]
    y = numpy.frombuffer(base64.b64decode(data["train_y"]), dtype=numpy.uint8)
    return torch.tensor(x, dtype=torch.float32), torch.tensor(y.astype("int64"))


def network_of(scheme, depth):
    import torch

    widths, layers = [64] + [WIDTH] * depth + [10], []
    for index, (fan_in, fan_out) in enumerate(zip(widths, widths[1:])):
        layer = torch.nn.Linear(fan_in, fan_out)
        if scheme == "he-normal":
            torch.nn.init.kaiming_normal_(layer.weight, nonlinearity="relu")
        else:
            torch.nn.init.xavier_normal_(layer.weight)
        torch.nn.init.zeros_(layer.bias)
        layers += [layer] + ([torch.nn.ReLU()] if index < depth else [])
    return torch.nn.Sequential(*layers)


def trial(job):
    path, scheme, depth, seed, steps = job
    import torch

    global split
    torch.set_num_threads(1)
    if split is None:
        split = training_split(path)
    x, y = split
    torch.manual_seed(seed)
    network = network_of(scheme, depth)
    descent = torch.optim.SGD(network.parameters(), lr=RATE)
    order, place = torch.randperm(len(x)), 0
    for _ in range(steps):
        if place + BATCH > len(x):
            order, place = torch.randperm(len(x)), 0
        batch = order[place : place + BATCH]
        place += BATCH
        descent.zero_grad(set_to_none=True)
        torch.nn.functional.cross_entropy(network(x[batch]), y[batch]).backward()
        descent.step()
    with torch.no_grad():
        return scheme, depth, float(torch.nn.functional.cross_entropy(network(x), y))


if __name__ == "__main__":
    path = sys.argv[1]
    jobs = [(path, scheme, depth, seed, STEPS) for seed in SEEDS for scheme in SCHEMES for depth in DEPTHS]
    with multiprocessing.Pool(2) as pool:
        pool.map(trial, [(path, "he-normal", 1, 0, 2)] * 4, chunksize=1)
        start = time.perf_counter()
        results = pool.map(trial, jobs, chunksize=1)
        seconds = time.perf_counter() - start
    medians = [
        {
            "scheme": scheme,
            "depth": depth,
            "trainLoss": statistics.median(loss for s, d, loss in results if (s, d) == (scheme, depth)),
        }
        for scheme in SCHEMES
        for depth in DEPTHS
    ]
    print(json.dumps({"seconds": seconds, "trials": len(jobs), "medians": medians}))
