/** An output layer in PyTorch: y and q as expressions, E as the lines that set `e`. */
export interface TorchLayer {
  readonly id: string;
  readonly y: string;
  readonly e: readonly string[];
  readonly q: string;
}

const pythonName = (id: string): string => id.replace(/\W/g, '_');

const layerFunction = ({ id, y, e, q }: TorchLayer): string =>
  [`def ${pythonName(id)}(z, t, target, clamp):`, `y = ${y}`, ...e, `return e, ${q}`].join('\n    ');

/**
 * `reproduce.py`: numpy and PyTorch alone, without a generator: initial weights and batches come as tensors.
 * @param layers that are trained in it
 * @param optimizer its optimiser in PyTorch
 */
export const reproduceScript = (
  layers: readonly TorchLayer[],
  optimizer: string,
): string => `"""Trains the first steps of a Loss Lab experiment again, with PyTorch, and compares.

    python reproduce.py                 every arm in float64, beside the lab's float64 numbers
    python reproduce.py --float32       in float32, beside the numbers of the runs themselves
    python reproduce.py --arm NAME      one arm

Reads experiment.json, expected.json and start.safetensors beside it. Needs numpy and torch.
"""
import argparse, json, math, struct, sys
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

HERE = Path(__file__).resolve().parent
EPSILON = 1e-4  # of the smoothing: p = (1 - e) q + e / V


def tensors(path):
    """A safetensors file as arrays."""
    data = Path(path).read_bytes()
    (length,) = struct.unpack("<Q", data[:8])
    header = json.loads(data[8 : 8 + length])
    kinds = {"F64": np.float64, "F32": np.float32, "U32": np.uint32}
    start = 8 + length
    return {
        name: np.frombuffer(data[start + e["data_offsets"][0] : start + e["data_offsets"][1]], kinds[e["dtype"]]).reshape(e["shape"])
        for name, e in header.items()
        if name != "__metadata__"
    }


class CharacterRNN(torch.nn.Module):
    """h = tanh(Wxh x + Whh h + bh), z = Why h + by."""

    def __init__(self, vocabulary, hidden, biases):
        super().__init__()
        self.rnn = torch.nn.RNN(vocabulary, hidden, bias=biases, batch_first=True)
        self.out = torch.nn.Linear(hidden, vocabulary, bias=biases)
        if biases:  # the lab has one bias where PyTorch has two
            self.rnn.bias_hh_l0.requires_grad_(False)

    def forward(self, x, h):
        states, _ = self.rnn(x, h[None])
        return self.out(states), states[:, -1]


def shares(x):
    total = x.sum(-1, keepdim=True)
    return torch.where(total > 0, x / total, torch.full_like(x, 1 / x.shape[-1]))


# Of each output layer: E of every position, and its outputs read as probabilities q.
${layers.map(layerFunction).join('\n\n\n')}


LAYERS = {${layers.map(({ id }) => `"${id}": ${pythonName(id)}`).join(', ')}}


def optimiser(s, rate, parameters):
    return ${optimizer}


def train(experiment, expected, start, arm, dtype, nudge=0.0):
    """Own loss per character and bits per character of every step, by the weights before its update.

    nudge: relative change of the initial weights, to see how training magnifies what rounding does.
    """
    model, clipping = experiment["model"], experiment["clipping"]
    H, V = start["Wxh"].shape
    net = CharacterRNN(V, H, model["biases"]).to(dtype)
    names = {"rnn.weight_ih_l0": "Wxh", "rnn.weight_hh_l0": "Whh", "out.weight": "Why", "rnn.bias_ih_l0": "bh", "out.bias": "by." + arm["id"]}
    with torch.no_grad():
        for name, parameter in net.named_parameters():
            parameter.copy_(torch.zeros(H) if name == "rnn.bias_hh_l0" else torch.from_numpy(start[names[name]] * (1 + nudge)))
    trained = [p for p in net.parameters() if p.requires_grad]
    step = optimiser(expected["settings"], arm["rate"], trained)
    h = torch.zeros(model["batch"], H, dtype=dtype)
    for k in range(len(start["inputs"])):
        inputs, targets = (torch.from_numpy(start[n][k].astype(np.int64)) for n in ("inputs", "targets"))
        h = h.detach() * (1 - torch.from_numpy(start["resets"][k].astype(np.int64)).to(dtype))[:, None]
        z, h = net(F.one_hot(inputs, V).to(dtype), h)
        e, q = LAYERS[arm["layer"]](z, F.one_hot(targets, V).to(dtype), targets, arm["clamp"])
        step.zero_grad()
        (e.sum() / len(inputs)).backward()
        if clipping["kind"] == "norm":
            torch.nn.utils.clip_grad_norm_(trained, clipping["threshold"])
        elif clipping["kind"] == "value":
            torch.nn.utils.clip_grad_value_(trained, clipping["threshold"])
        step.step()
        p = (1 - EPSILON) * q.detach() + EPSILON / V
        yield e.detach().mean().item(), -torch.log2(p.gather(-1, targets[..., None])).mean().item()


def apart(a, b):
    return abs(a - b) / max(1.0, abs(b)) if math.isfinite(a) and math.isfinite(b) else math.inf


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--arm", help="id of one arm; all that can be repeated without it")
    options.add_argument("--float32", action="store_true", help="in the precision of most runs")
    options.add_argument("--tolerance", type=float, default=1e-9, help="largest difference in float64 (relative above 1)")
    given = options.parse_args()
    experiment, expected = (json.loads((HERE / name).read_text("utf-8")) for name in ("experiment.json", "expected.json"))
    start = tensors(HERE / "start.safetensors")
    torch.set_num_threads(1)
    arms = [a for a in experiment["arms"] if a["id"] in expected["arms"] and given.arm in (None, a["id"])]
    if not arms:
        sys.exit(f"No such arm; there are: {', '.join(expected['arms'])}")
    missed = []
    for arm in arms:
        ours = expected["arms"][arm["id"]]["recorded" if given.float32 else "float64"]
        dtype = torch.float32 if given.float32 else torch.float64
        print(f"{arm['id']}, seed {expected['seed']}, {experiment['optimizer']['id']}, rate {arm['rate']:g}")
        print("  step   own loss per character, here and there    bits per character, here and there")
        twin = train(experiment, expected, start, arm, dtype, 1e-6 if given.float32 else 1e-15)
        parted, largest, magnified = None, 0.0, 0.0
        for k, (loss, bits) in enumerate(train(experiment, expected, start, arm, dtype)):
            if k >= len(ours["loss"]):
                break
            there, nudged = ours["bits"][k] if k < len(ours["bits"]) else None, next(twin)[0]
            difference = max(apart(loss, ours["loss"][k]), 0.0 if there is None else apart(bits, there))
            largest, magnified = max(largest, difference), max(magnified, apart(nudged, loss))
            if parted is None and difference > given.tolerance:
                parted = k + 1
            # Beyond the tolerance counts what training itself makes of a rounding error.
            if difference > max(given.tolerance, 1000 * magnified) and arm["id"] not in missed:
                missed.append(arm["id"])
            if k == 0 or (k + 1) % 10 == 0:
                print(f"  {k + 1:4d}   {loss:.12f}  {ours['loss'][k]:.12f}    {bits:.12f}  {'-' if there is None else f'{there:.12f}'}")
        print(f"  largest difference {largest:.1e}" + (f", below {given.tolerance:.0e} in every step" if parted is None else f"; above {given.tolerance:.0e} from step {parted} on"))
        if parted is not None:
            print(f"  this training magnifies: initial weights nudged by a rounding error end {magnified:.1e} apart")
    if missed and not given.float32:
        sys.exit(f"Not reproduced: {', '.join(missed)}")


if __name__ == "__main__":
    main()
`;
