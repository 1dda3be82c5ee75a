"""Peers in numpy: one training step in the style of min-char-rnn (float64, one sequence, one matrix-vector product per
step, each gradient value clipped at 5) or batched (float32, one matrix product per step, the norm of the gradient
clipped at 5). Adagrad, hidden state carried. See peer.py."""
import numpy as np
from peer import serve


def prepared(style, V, H, T, B):
    kind = np.float64 if style == "loop" else np.float32
    rng = np.random.default_rng(1)
    shapes = ((H, V), (H, H), (V, H), (H, 1), (V, 1))
    p = [(rng.uniform(-1, 1, s) / np.sqrt(H)).astype(kind) for s in shapes]
    m = [np.zeros_like(w) for w in p]
    B = 1 if style == "loop" else B
    # As frequent and as rare as in a text, many different batches one after the other.
    texts = [[(V * rng.random((T, B)) ** 2).astype(np.int64) for _ in "xt"] for _ in range(16)]
    cols = np.arange(B)
    state = [np.zeros((H, B), kind), 0]

    def step():
        Wxh, Whh, Why, bh, by = p
        h, number = state
        x, t = texts[number % len(texts)]
        hs, ys, loss = [h], [], 0
        for i in range(T):
            if style == "loop":
                u = Wxh @ one_hot(x[i, 0])
            else:
                u = Wxh[:, x[i]]
            h = np.tanh(u + Whh @ h + bh)
            z = Why @ h + by
            e = np.exp(z - z.max(0))
            y = e / e.sum(0)
            loss -= np.log(y[t[i], cols]).sum()
            hs.append(h)
            ys.append(y)
        state[:] = h, number + 1
        g = [np.zeros_like(w) for w in p]
        dhnext = np.zeros((H, B), kind)
        for i in reversed(range(T)):
            d = ys[i].copy()
            d[t[i], cols] -= 1
            g[2] += d @ hs[i + 1].T
            g[4] += d.sum(1, keepdims=True)
            du = (1 - hs[i + 1] ** 2) * (Why.T @ d + dhnext)
            g[3] += du.sum(1, keepdims=True)
            if style == "loop":
                g[0] += du @ one_hot(x[i, 0]).T
            else:
                np.add.at(g[0].T, x[i], du.T)
            g[1] += du @ hs[i].T
            dhnext = Whh.T @ du
        if style == "loop":
            for dw in g:
                np.clip(dw, -5, 5, out=dw)
        else:
            norm = float(sum(np.vdot(dw, dw) for dw in g)) ** 0.5 / B
            for dw in g:
                dw *= min(1.0, 5 / (norm + 1e-6)) / B
        for w, dw, s in zip(p, g, m):
            s += dw * dw
            w -= 0.05 * dw / np.sqrt(s + 1e-8)

    def one_hot(index):
        one = np.zeros((V, 1))
        one[index] = 1
        return one

    return step, T * B


if __name__ == "__main__":
    serve(prepared, f"numpy {np.__version__}")
