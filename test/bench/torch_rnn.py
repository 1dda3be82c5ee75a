"""Peer in PyTorch: the same training step in float32 on one thread, with its automatic gradient, its norm clipping and
its Adagrad. Reads lines `style V H T B seconds`, answers each with characters per second."""
import sys
import time
import torch
from torch.nn import functional

torch.set_num_threads(1)


def prepared(V, H, T, B):
    torch.manual_seed(1)
    shapes = ((V, H), (H, H), (H, V), (H,), (V,))
    p = [((2 * torch.rand(s) - 1) / H**0.5).requires_grad_() for s in shapes]
    optimizer = torch.optim.Adagrad(p, lr=0.05)
    texts = [[(V * torch.rand(T, B) ** 2).long() for _ in "xt"] for _ in range(16)]
    state = [torch.zeros(B, H), 0]

    def step():
        Wxh, Whh, Why, bh, by = p
        h, number = state
        x, t = texts[number % len(texts)]
        u = functional.embedding(x, Wxh) + bh
        hs = []
        for i in range(T):
            h = torch.tanh(torch.addmm(u[i], h, Whh))
            hs.append(h)
        z = torch.cat(hs) @ Why + by
        loss = functional.cross_entropy(z, t.reshape(-1), reduction="sum") / B
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(p, 5)
        optimizer.step()
        state[:] = h.detach(), number + 1

    return step, T * B


ready = {}
print("ready", flush=True)
for line in sys.stdin:
    _style, *numbers = line.split()
    key = tuple(map(int, numbers[:4]))
    seconds = float(numbers[4])
    if key not in ready:
        ready[key] = prepared(*key)
    step, characters = ready[key]
    begun, steps = time.perf_counter(), 0
    while steps == 0 or time.perf_counter() - begun < seconds:
        step()
        steps += 1
    print(steps * characters / (time.perf_counter() - begun), flush=True)
