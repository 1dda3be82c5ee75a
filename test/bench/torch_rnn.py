"""Peers in PyTorch: the same training step in float32 on OMP_NUM_THREADS threads, the norm of the mean gradient clipped at 5, Adagrad,
hidden state carried. `autograd` is PyTorch's own gradient and optimiser, of its nn.RNN over one-hot inputs or of a loop
over columns that are looked up, whichever is faster here; `hand` has the gradient written out. See peer.py."""
import os
import time
import torch
from torch.nn import functional
from peer import serve

torch.set_num_threads(int(os.environ.get("OMP_NUM_THREADS", "1")))


def texts_of(V, T, B):
    """As frequent and as rare as in a text, many different batches one after the other."""
    return [[(V * torch.rand(T, B) ** 2).long() for _ in "xt"] for _ in range(16)]


def weights(V, H):
    shapes = ((V, H), (H, H), (H, V), (H,), (V,))
    return [(2 * torch.rand(s) - 1) / H**0.5 for s in shapes]


def autograd(p, texts, B, forward):
    """A step through `forward(x, h)`, which gives logits and the last state."""
    H = p[1].shape[0]
    optimizer = torch.optim.Adagrad(p, lr=0.05)
    state = [torch.zeros(B, H), 0]

    def step():
        h, number = state
        x, t = texts[number % len(texts)]
        z, h = forward(x, h)
        loss = functional.cross_entropy(z, t.reshape(-1), reduction="sum") / B
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(p, 5)
        optimizer.step()
        state[:] = h.detach(), number + 1
        return loss.detach()

    return step


def looked_up(p, texts, B):
    p = [w.clone().requires_grad_() for w in p]

    def forward(x, h):
        Wxh, Whh, Why, bh, by = p
        u = functional.embedding(x, Wxh) + bh
        hs = []
        for row in u.unbind(0):
            h = torch.tanh(torch.addmm(row, h, Whh))
            hs.append(h)
        return torch.addmm(by, torch.cat(hs), Why), h

    return autograd(p, texts, B, forward)


def one_hot(p, texts, B):
    Wxh, Whh, Why, bh, by = p
    V, H = Wxh.shape
    rnn = torch.nn.RNN(V, H)
    rnn.load_state_dict(
        {"weight_ih_l0": Wxh.T, "weight_hh_l0": Whh.T, "bias_ih_l0": bh, "bias_hh_l0": torch.zeros(H)}
    )
    # nn.RNN has two biases where the others have one.
    rnn.bias_hh_l0.requires_grad_(False)
    output = torch.nn.Linear(H, V)
    output.load_state_dict({"weight": Why.T, "bias": by})

    def forward(x, h):
        hs, last = rnn(functional.one_hot(x, V).float(), h[None])
        return output(hs.flatten(0, 1)), last[0]

    own = [rnn.weight_ih_l0, rnn.weight_hh_l0, output.weight, rnn.bias_ih_l0, output.bias]
    return autograd(own, texts, B, forward)


def hand(p, texts, B):
    p = [w.clone() for w in p]
    V, H = p[0].shape
    T = texts[0][0].shape[0]
    m = [torch.zeros_like(w) for w in p]
    rows = torch.arange(T * B)
    state = [torch.zeros(B, H), 0]
    # Where few columns of Wxh occur, only those are updated: what the engine does.
    few = 4 * T * B < V

    @torch.no_grad()
    def step():
        Wxh, Whh, Why, bh, by = p
        first, number = state
        x, t = (each.reshape(-1) for each in texts[number % len(texts)])
        hs = torch.empty(T + 1, B, H)
        hs[0] = first
        each = hs.unbind(0)
        for i, u in enumerate(torch.index_select(Wxh, 0, x).add_(bh).view(T, B, H).unbind(0)):
            torch.addmm(u, each[i], Whh, out=each[i + 1])
            each[i + 1].tanh_()
        before, after = hs[:-1].view(T * B, H), hs[1:].view(T * B, H)
        d = torch.softmax(torch.addmm(by, after, Why), 1)
        loss = -d[rows, t].log().sum() / B
        d[rows, t] -= 1
        d /= B
        du = torch.mm(d, Why.T)
        slopes = (1 - after * after).view(T, B, H).unbind(0)
        back = du.view(T, B, H).unbind(0)
        for i in reversed(range(T)):
            back[i].mul_(slopes[i])
            if i > 0:
                back[i - 1].addmm_(back[i], Whh.T)
        w, s = p[:], m[:]
        if few:
            touched, x = torch.unique(x, return_inverse=True)
            w[0], s[0] = Wxh[touched], m[0][touched]
        dWxh = torch.zeros_like(w[0]).index_add_(0, x, du)
        g = [dWxh, torch.mm(before.T, du), torch.mm(after.T, d), du.sum(0), d.sum(0)]
        norm = torch.stack([each.norm() for each in g]).norm()
        scale = torch.clamp(5 / (norm + 1e-6), max=1)
        for value, gradient, squares in zip(w, g, s):
            gradient.mul_(scale)
            squares.addcmul_(gradient, gradient)
            value.addcdiv_(gradient, squares.sqrt().add_(1e-10), value=-0.05)
        if few:
            Wxh[touched], m[0][touched] = w[0], s[0]
        state[:] = hs[T].clone(), number + 1
        return loss

    return step


def fastest(steps):
    """Of several steps, the one with the shortest time of several tries."""
    times = [[] for _ in steps]
    for attempt in range(6):
        for step, own in zip(steps, times):
            begun = time.perf_counter()
            step()
            # The first time is not like the others.
            if attempt > 0:
                own.append(time.perf_counter() - begun)
    return min(zip(times, steps), key=lambda each: min(each[0]))[1]


def prepared(style, V, H, T, B):
    torch.manual_seed(1)
    p, texts = weights(V, H), texts_of(V, T, B)
    if style == "hand":
        return hand(p, texts, B), T * B
    return fastest([looked_up(p, texts, B), one_hot(p, texts, B)]), T * B


if __name__ == "__main__":
    serve(prepared, f"PyTorch {torch.__version__}")
