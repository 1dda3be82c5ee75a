"""Peers in numpy: one training step in the style of min-char-rnn (float64, one sequence, one matrix-vector product per
step) or batched (float32, one matrix product per step). Reads lines `style V H T B seconds`, answers each with
characters per second."""
import sys
import time
import numpy as np


def prepared(style, V, H, T, B):
    kind = np.float64 if style == "loop" else np.float32
    rng = np.random.default_rng(1)
    p = [rng.uniform(-1, 1, s).astype(kind) / np.sqrt(H) for s in ((H, V), (H, H), (V, H), (H, 1), (V, 1))]
    m = [np.zeros_like(w) for w in p]
    B = 1 if style == "loop" else B
    x, t = rng.integers(V, size=(T, B)), rng.integers(V, size=(T, B))
    cols = np.arange(B)

    def step():
        Wxh, Whh, Why, bh, by = p
        h, hs, ys = np.zeros((H, B), kind), [], []
        for i in range(T):
            if style == "loop":
                one = np.zeros((V, 1))
                one[x[i, 0]] = 1
                u = Wxh @ one
            else:
                u = Wxh[:, x[i]]
            h = np.tanh(u + Whh @ h + bh)
            z = Why @ h + by
            e = np.exp(z - z.max(0))
            hs.append(h)
            ys.append(e / e.sum(0))
        g = [np.zeros_like(w) for w in p]
        dhnext = np.zeros((H, B), kind)
        for i in reversed(range(T)):
            d = ys[i].copy()
            d[t[i], cols] -= 1
            g[2] += d @ hs[i].T
            g[4] += d.sum(1, keepdims=True)
            du = (1 - hs[i] ** 2) * (Why.T @ d + dhnext)
            g[3] += du.sum(1, keepdims=True)
            if style == "loop":
                one = np.zeros((V, 1))
                one[x[i, 0]] = 1
                g[0] += du @ one.T
            else:
                np.add.at(g[0].T, x[i], du.T)
            if i:
                g[1] += du @ hs[i - 1].T
            dhnext = Whh.T @ du
        for w, dw, s in zip(p, g, m):
            dw /= B
            np.clip(dw, -5, 5, out=dw)
            s += dw * dw
            w -= 0.05 * dw / np.sqrt(s + 1e-8)

    return step, T * B


ready = {}
print("ready", flush=True)
for line in sys.stdin:
    style, *numbers = line.split()
    V, H, T, B = map(int, numbers[:4])
    seconds = float(numbers[4])
    key = (style, V, H, T, B)
    if key not in ready:
        ready[key] = prepared(*key)
    step, characters = ready[key]
    begun, steps = time.perf_counter(), 0
    while steps == 0 or time.perf_counter() - begun < seconds:
        step()
        steps += 1
    print(steps * characters / (time.perf_counter() - begun), flush=True)
