"""PyTorch as a peer: a line of JSON in, a line out. Eager mode on one thread, as a user writes a training step."""

import json
import sys
import time

import torch

STRETCH = 0.020
torch.set_num_threads(1)
torch.set_num_interop_threads(1)
steps = {}


def blas():
    """The library that multiplies matrices in this process, by what is mapped; None when it is not known to be fast."""
    torch.mm(torch.ones(64, 64), torch.ones(64, 64))
    if torch.backends.mkl.is_available():
        return {"name": "MKL", "file": None, "core": None}
    with open("/proc/self/maps") as maps:
        files = {line.split()[-1] for line in maps if "blas" in line.lower() and ".so" in line}
    for file in sorted(files):
        if "openblas" not in file.lower():
            continue
        import ctypes

        library = ctypes.CDLL(file)
        config, core = getattr(library, "openblas_get_config", None), getattr(library, "openblas_get_corename", None)
        if config is None or core is None:
            continue
        config.restype = core.restype = ctypes.c_char_p
        version = " ".join(config().decode().split()[:2])
        return {"name": version, "file": file, "core": core().decode()}
    return {"name": None, "file": next(iter(sorted(files)), None), "core": None}


def least_time(run, seconds):
    """Seconds of one run: the mean over a stretch of about 20 ms, the least of all stretches begun in time."""
    runs = 1
    while True:
        start = time.perf_counter()
        for _ in range(runs):
            run()
        passed = time.perf_counter() - start
        if passed >= STRETCH / 2:
            break
        runs *= 2
    runs = max(1, round(runs * STRETCH / passed))
    begun, least = time.perf_counter(), float("inf")
    while True:
        start = time.perf_counter()
        for _ in range(runs):
            run()
        least = min(least, (time.perf_counter() - start) / runs)
        if time.perf_counter() - begun >= seconds:
            return least


def training_step(widths, batch, optimizer, rate):
    torch.manual_seed(0)
    layers = []
    for index, (fan_in, fan_out) in enumerate(zip(widths, widths[1:])):
        layer = torch.nn.Linear(fan_in, fan_out)
        torch.nn.init.kaiming_normal_(layer.weight, nonlinearity="relu")
        torch.nn.init.zeros_(layer.bias)
        layers += [layer] + ([torch.nn.ReLU()] if index < len(widths) - 2 else [])
    network = torch.nn.Sequential(*layers)
    kind = torch.optim.SGD if optimizer == "sgd" else torch.optim.Adam
    descent = kind(network.parameters(), lr=rate)
    x, y = torch.randn(batch, widths[0]), torch.randint(0, widths[-1], (batch,))

    def step():
        descent.zero_grad(set_to_none=True)
        torch.nn.functional.cross_entropy(network(x), y).backward()
        descent.step()

    return step


def product(size):
    left, right = torch.randn(size, size), torch.randn(size, size)
    return lambda: torch.mm(left, right)


def answer(request):
    seconds = request["milliseconds"] / 1000
    if request["kind"] == "product":
        run = product(request["size"])
    else:
        key = (request["shape"], request["optimizer"])
        if key not in steps:
            steps[key] = training_step(
                request["widths"], request["batch"], request["optimizer"], request["learningRate"]
            )
        run = steps[key]
    return {"milliseconds": 1000 * least_time(run, seconds)}


def say(value):
    sys.stdout.write(json.dumps(value) + "\n")
    sys.stdout.flush()


say({"name": f"PyTorch {torch.__version__}", "blas": blas()})
for line in sys.stdin:
    say(answer(json.loads(line)))
