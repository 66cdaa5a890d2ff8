#!/usr/bin/env python3
"""Times on one device what users of PyTorch have instead of SsnGen, and compares.

Peers, each with ReLU: SSN in tensor operations (eager, and under torch.compile), batch_norm, group_norm(1) and
group_norm(C), which is instance normalization. Shapes, passes and names of cases are those of SsnGen.Gpu.Benchmarks, whose
CSV --ours reads.

Times are medians of CUDA events, passes in turns after a warm-up, as in the program: a layer-sized tensor is passed
many times between two events, always the same one, so that what stays in the second-level cache does so for both.

The backward pass is timed alone, by autograd over the graph of one forward pass (retain_graph): it queues the kernels of the
backward pass and nothing else, where the difference of two medians would carry the noise of both. Compiled graphs allow it
once their backward pass may not reuse saved tensors as scratch (donated_buffer off), which saves memory, not time. Should a
version refuse all the same, forward+backward less forward stands in, and a line says so.
"""

import argparse
import csv
import gc
import os
import statistics
import sys
import time

# Suite, channels, height and width, samples (None: as many as make a large tensor), bytes of a value, groups (0: without).
SHAPES = [
    ("large", 64, 56, None, 4, 0),
    ("large", 256, 56, None, 4, 0),
    ("large", 512, 28, None, 4, 0),
    ("large", 2048, 7, None, 4, 0),
    ("large", 16, 32, None, 4, 0),
    ("large", 256, 56, None, 2, 0),
    ("large", 256, 56, None, 4, 32),
    ("layer", 64, 56, 32, 4, 0),
    ("layer", 256, 14, 32, 4, 0),
    ("layer", 512, 7, 32, 4, 0),
    ("layer", 16, 32, 128, 4, 0),
    ("layer", 256, 14, 32, 2, 0),
]
BATCH_STEP = 32
LAYER_BATCH = 20
WARM_UP_SECONDS = 0.3
EPSILON = 1e-5
MOMENTUM = 0.1
EAGER, COMPILED, BATCH_NORM = "ssn eager", "ssn compiled", "batch_norm"

# How often a whole tensor has to be read or written, as the program counts it.
TRANSFERS = {"forward": 3, "backward": 5, "forward+backward": 8, "evaluation": 3}

# The most of the peer's time that ours may take, by suite and peer; for the passes of training.
TARGETS = {
    ("large", EAGER): 0.1,
    ("large", COMPILED): 1 / 1.2,
    ("large", BATCH_NORM): 1.0,
    ("layer", COMPILED): 1.0,
}
TRAINING, TOLERANCE = ("forward", "backward", "forward+backward"), 1.1


def shape_name(samples, channels, size, groups):
    return f"{samples}x{channels}x{size}x{size}" + (" group" if groups else "")


def large_samples(channels, size, value_bytes, megabytes):
    """The batch of a large tensor: the program's rule."""
    samples = -(-megabytes * 1_000_000 // (channels * size * size * value_bytes))
    return -(-samples // BATCH_STEP) * BATCH_STEP


# ---- peers

def ssn(x, weight, bias, p, q, running_mean, running_var, groups, training):
    """SSN as its authors published it, in tensor operations; variances of slabs are biased, as ours are."""
    n, c = x.shape[:2]
    slabs = x.view(n, c, -1)
    mean_in = slabs.mean(-1, keepdim=True)
    var_in = slabs.var(-1, keepdim=True, unbiased=False)
    square = var_in + mean_in**2
    mean_ln = mean_in.mean(1, keepdim=True)
    var_ln = square.mean(1, keepdim=True) - mean_ln**2
    if training:
        mean_bn = mean_in.mean(0, keepdim=True)
        var_bn = square.mean(0, keepdim=True) - mean_bn**2
        running_mean.mul_(1 - MOMENTUM).add_(mean_bn.detach().view(-1), alpha=MOMENTUM)
        running_var.mul_(1 - MOMENTUM).add_(var_bn.detach().view(-1), alpha=MOMENTUM)
    else:
        mean_bn, var_bn = running_mean.view(1, c, 1), running_var.view(1, c, 1)
    mean = p[0] * mean_in + p[1] * mean_ln + p[2] * mean_bn
    var = q[0] * var_in + q[1] * var_ln + q[2] * var_bn
    if groups:
        grouped = (n, groups, c // groups, 1)
        mean_gn = mean_in.view(grouped).mean(2, keepdim=True)
        var_gn = square.view(grouped).mean(2, keepdim=True) - mean_gn**2
        mean = mean + p[3] * mean_gn.expand(grouped).reshape(n, c, 1)
        var = var + q[3] * var_gn.expand(grouped).reshape(n, c, 1)
    y = ((slabs - mean) / (var + EPSILON).sqrt()).view(x.shape)
    return (y * weight.view(1, c, 1, 1) + bias.view(1, c, 1, 1)).relu()


def make_tensors(torch, device, samples, channels, size, dtype, groups):
    torch.manual_seed(1)
    count = 4 if groups else 3
    parameter = lambda tensor: tensor.to(device=device, dtype=dtype).requires_grad_()
    return {
        "x": (torch.rand(samples, channels, size, size, device=device, dtype=dtype) * 2 - 1).requires_grad_(),
        "upstream": torch.rand(samples, channels, size, size, device=device, dtype=dtype) * 2 - 1,
        "weight": parameter(torch.ones(channels)),
        "bias": parameter(torch.zeros(channels)),
        "p": parameter(torch.full((count,), 1 / count)),
        "q": parameter(torch.full((count,), 1 / count)),
        "mean": torch.zeros(channels, device=device, dtype=dtype),
        "var": torch.ones(channels, device=device, dtype=dtype),
        # batch_norm keeps its running moments in floats whatever it normalizes.
        "mean32": torch.zeros(channels, device=device),
        "var32": torch.ones(channels, device=device),
        "weight32": torch.ones(channels, device=device).requires_grad_(),
        "bias32": torch.zeros(channels, device=device).requires_grad_(),
    }


def make_peers(torch, t, channels, groups):
    """Peer: its forward pass, given whether in training, and what it computes gradients of."""
    norm = torch.nn.functional
    compiled = torch.compile(ssn, fullgraph=True, dynamic=False)
    ssn_inputs = [t["x"], t["weight"], t["bias"], t["p"], t["q"]]
    of_ssn = lambda function: lambda training: function(*ssn_inputs, t["mean"], t["var"], groups, training)
    of_groups = lambda count: lambda training: norm.group_norm(t["x"], count, t["weight"], t["bias"], EPSILON).relu()
    affine = [t["x"], t["weight"], t["bias"]]
    peers = {
        EAGER: (of_ssn(ssn), ssn_inputs),
        COMPILED: (of_ssn(compiled), ssn_inputs),
        BATCH_NORM: (
            lambda training: norm.batch_norm(
                t["x"], t["mean32"], t["var32"], t["weight32"], t["bias32"], training, MOMENTUM, EPSILON).relu(),
            [t["x"], t["weight32"], t["bias32"]]),
        "group_norm(1)": (of_groups(1), affine),
        "group_norm(C)": (of_groups(channels), affine),
    }
    if groups:
        peers[f"group_norm({groups})"] = (of_groups(groups), affine)
    return peers


def check_peers(torch, device):
    """Whether SSN in tensor operations is SSN: one-hot ratios give the native normalizations; compiled gives the same."""
    norm = torch.nn.functional
    t = make_tensors(torch, device, 4, 8, 6, torch.float64, 4)
    x = t["x"].detach()
    natives = [norm.group_norm(x, 8), norm.group_norm(x, 1), norm.batch_norm(x, None, None, training=True), norm.group_norm(x, 4)]
    compiled = torch.compile(ssn, fullgraph=True, dynamic=False)
    for k, native in enumerate(natives):
        ratios = torch.zeros(4, dtype=x.dtype, device=device)
        ratios[k] = 1
        for function in (ssn, compiled):
            y = function(x, t["weight"], t["bias"], ratios, ratios, t["mean"].clone(), t["var"].clone(), 4, True)
            error = (y - native.relu()).abs().max().item()
            if not error < 1e-9:
                raise AssertionError(f"SSN of normalizer {k} differs from the native one by {error}")
    torch._dynamo.reset()


# ---- times

class CudaClock:
    """Events in the queue of the device."""
    def __init__(self, torch):
        self._torch = torch

    def mark(self):
        event = self._torch.cuda.Event(enable_timing=True)
        event.record()
        return event

    def synchronize(self):
        self._torch.cuda.synchronize()

    def between(self, start, end):
        return start.elapsed_time(end)


class HostClock:
    """For tests on a machine without a device."""
    def mark(self):
        return time.perf_counter()

    def synchronize(self):
        pass

    def between(self, start, end):
        return (end - start) * 1e3


def run_round(clock, actions, batch):
    # Not timed: the device works on it while the host queues what follows.
    next(iter(actions.values()))()
    marks = {}
    for name, action in actions.items():
        start = clock.mark()
        for _ in range(batch):
            action()
        marks[name] = (start, clock.mark())
    clock.synchronize()
    return {name: clock.between(*pair) / batch for name, pair in marks.items()}


def medians(clock, actions, rounds, batch, warm_up=WARM_UP_SECONDS):
    """The median time of each action, in milliseconds; actions take turns."""
    end = time.perf_counter() + warm_up
    run_round(clock, actions, batch)
    while time.perf_counter() < end:
        run_round(clock, actions, batch)
    times = [run_round(clock, actions, batch) for _ in range(rounds)]
    return {name: statistics.median(t[name] for t in times) for name in actions}


def training_actions(torch, peer, forward, inputs, upstream):
    """The passes of training. One that fails at its first call is left out, and named."""
    grad = torch.autograd.grad
    actions = {
        (peer, "forward"): lambda: forward(True),
        (peer, "forward+backward"): lambda: grad(forward(True), inputs, upstream),
    }
    try:
        for action in actions.values():
            action()
    except Exception as error:  # A peer that cannot run is no reason to lose the others.
        print(f"  # {peer} does not train: {type(error).__name__}: {error}", flush=True)
        return {}
    try:
        y = forward(True)
        backward = lambda: grad(y, inputs, upstream, retain_graph=True)
        backward()
        actions[(peer, "backward")] = backward
    except RuntimeError as error:
        print(f"  # {peer}: its backward pass is forward+backward less forward: {error}", flush=True)
    return actions


def evaluation_actions(torch, peers, groups):
    passes = {
        (EAGER, "evaluation"), (COMPILED, "evaluation"), (BATCH_NORM, "collapsed batch"),
        ("group_norm(1)", "collapsed layer"), ("group_norm(C)", "collapsed instance"),
    } | ({(f"group_norm({groups})", "collapsed group")} if groups else set())
    actions = {}
    for peer, name in sorted(passes):
        def evaluate(forward=peers[peer][0]):
            with torch.no_grad():
                return forward(False)
        try:
            evaluate()
            actions[(peer, name)] = evaluate
        except Exception as error:
            print(f"  # {peer} does not evaluate: {type(error).__name__}: {error}", flush=True)
    return actions


def measure_shape(torch, clock, device, shape, options, write):
    suite, channels, size, samples, value_bytes, groups = shape
    samples = options.samples or samples or large_samples(channels, size, value_bytes, options.large_mb)
    dtype = torch.float32 if value_bytes == 4 else torch.float16
    torch._dynamo.reset()
    t = make_tensors(torch, device, samples, channels, size, dtype, groups)
    peers = make_peers(torch, t, channels, groups)
    actions = {}
    for peer, (forward, inputs) in peers.items():
        actions |= training_actions(torch, peer, forward, inputs, t["upstream"])
    actions |= evaluation_actions(torch, peers, groups)
    times = medians(clock, actions, options.rounds, LAYER_BATCH if suite == "layer" else 1)
    for peer in peers:
        whole, forward = times.get((peer, "forward+backward")), times.get((peer, "forward"))
        if whole and (peer, "backward") not in times:
            times[(peer, "backward")] = whole - forward
    tensor = samples * channels * size * size * value_bytes
    for (peer, name), ms in times.items():
        case = f"{shape_name(samples, channels, size, groups)} {name}"
        write([suite, case, "float32" if value_bytes == 4 else "float16", TRANSFERS.get(name, 2) * tensor, peer, f"{ms:.4f}"])


def measure(options, write):
    """Times all shapes; returns how many failed."""
    import torch

    # Refused together with retain_graph otherwise; older versions do not have it.
    try:
        import torch._functorch.config as config
        config.donated_buffer = False
    except (ImportError, AttributeError):
        pass
    device = torch.device(options.device)
    clock = CudaClock(torch) if device.type == "cuda" else HostClock()
    name = torch.cuda.get_device_name() if device.type == "cuda" else "CPU: times mean nothing"
    print(f"PyTorch {torch.__version__} on {name}", flush=True)
    failures = 0
    try:
        check_peers(torch, device)
        print("SSN in tensor operations agrees with the native normalizations", flush=True)
    except Exception as error:
        failures += 1
        print(f"WRONG: {type(error).__name__}: {error}", flush=True)
    for shape in SHAPES:
        try:
            measure_shape(torch, clock, device, shape, options, write)
        except Exception as error:
            failures += 1
            print(f"FAILED: {shape}: {type(error).__name__}: {error}", flush=True)
        gc.collect()
        if device.type == "cuda":
            torch.cuda.empty_cache()
    return failures


# ---- comparison

def read_rows(path):
    with open(path, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def our_times(rows):
    """Our milliseconds by (suite, case, stored), with forward and backward added up."""
    times = {(r["suite"], r["case"], r["stored"]): float(r["ours_ms"]) for r in rows if r["suite"] != "copy"}
    for (suite, case, stored), ms in list(times.items()):
        shape, _, name = case.rpartition(" ")
        # Selected pairs have passes of these names too, behind their own.
        if name == "forward" and (suite, shape + " backward", stored) in times and " selected " not in case:
            times[(suite, shape + " forward+backward", stored)] = ms + times[(suite, shape + " backward", stored)]
    return times


def join(ours, peers):
    """Rows of the comparison; a ratio below 1 says that ours is faster."""
    times = our_times(ours)
    for row in peers:
        key = (row["suite"], row["case"], row["stored"])
        # A difference of medians, where one stands in, may be lost in their noise.
        if key not in times or float(row["ms"]) <= 0:
            continue
        ratio = times[key] / float(row["ms"])
        target = TARGETS.get((row["suite"], row["peer"])) if row["case"].rpartition(" ")[2] in TRAINING else None
        yield {
            "suite": row["suite"], "case": row["case"], "stored": row["stored"], "ours_ms": f"{times[key]:.4f}",
            "peer": row["peer"], "peer_ms": row["ms"], "ratio": f"{ratio:.3f}",
            "target": f"<={target:.3g}" if target else "",
            "missed": "missed" if target and ratio > target * TOLERANCE else "",
        }


def compare(ours, peers, path):
    """Writes the comparison; returns how many targets are missed by more than a tenth."""
    rows = list(join(ours, peers))
    if not rows:
        print("nothing to compare: no case is in both files")
        return 1
    if path:
        with open(path, "w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, rows[0].keys(), lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
    widths = {k: max(len(k), *(len(r[k]) for r in rows)) for k in rows[0]}
    for row in [{k: k for k in rows[0]}] + rows:
        print("  ".join(row[k].ljust(w) for k, w in widths.items()).rstrip())
    missed = sum(r["missed"] != "" for r in rows)
    print(f"{len(rows)} comparisons, {missed} targets missed by more than a tenth")
    return missed


def parse(arguments):
    parser = argparse.ArgumentParser(description="Times SSN and its peers in PyTorch.")
    parser.add_argument("--out", default="peers.csv", help="the CSV of the peers")
    parser.add_argument("--ours", help="the program's CSV, to compare with")
    parser.add_argument("--joined", help="the CSV of the comparison")
    parser.add_argument("--compare-only", action="store_true", help="compare two files that are there")
    parser.add_argument("--large-mb", type=int, default=400, help="the least size of a large tensor, as in the program")
    parser.add_argument("--rounds", type=int, default=25)
    parser.add_argument("--samples", type=int, help="the batch of every tensor, for tests")
    parser.add_argument("--device", default="cuda", help="cpu for tests")
    return parser.parse_args(arguments)


def main(arguments):
    options = parse(arguments)
    failures = 0
    if not options.compare_only:
        os.makedirs(os.path.dirname(os.path.abspath(options.out)), exist_ok=True)
        with open(options.out, "w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file, lineterminator="\n")

            def write(row):
                writer.writerow(row)
                file.flush()
                print(",".join(str(v) for v in row), flush=True)

            write(["suite", "case", "stored", "bytes", "peer", "ms"])
            failures = measure(options, write)
    missed = compare(read_rows(options.ours), read_rows(options.out), options.joined) if options.ours else 0
    return 1 if failures or missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
