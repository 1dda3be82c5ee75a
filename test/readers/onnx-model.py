"""A model by onnx.checker, and run over characters 0, 1, 2 … by ONNX Runtime, else by plain numpy over its graph.

Prints as JSON the last p (or y) and what the weights of the same run in PyTorch's names give.
"""

import json
import struct
import sys

import numpy as np
import onnx
from onnx import numpy_helper

path, weights = sys.argv[1:3]
model = onnx.load(path)
onnx.checker.check_model(model, full_check=True)
data = open(weights, "rb").read()
(length,) = struct.unpack("<Q", data[:8])
header = json.loads(data[8 : 8 + length])
w = {n: np.frombuffer(data[8 + length + e["data_offsets"][0] : 8 + length + e["data_offsets"][1]], np.float64).reshape(e["shape"]) for n, e in header.items() if n != "__metadata__"}
H, V = w["rnn.weight_ih_l0"].shape
characters = np.arange(12).reshape(6, 2) % V
h = np.zeros((2, H))
for t in range(6):
    h = np.tanh(w["rnn.weight_ih_l0"][:, characters[t]].T + h @ w["rnn.weight_hh_l0"].T + w["rnn.bias_ih_l0"] + w["rnn.bias_hh_l0"])
z = h @ w["out.weight"].T + w["out.bias"]
try:
    import onnxruntime

    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    outputs = dict(zip([o.name for o in session.get_outputs()], session.run(None, {"characters": characters, "h0": np.zeros((1, 2, H), np.float32)})))
    by, worst = "onnxruntime", float(np.abs(outputs["z"][-1] - z).max())
except ImportError:
    constants = {i.name: numpy_helper.to_array(i) for i in model.graph.initializer}
    worst = max(
        float(np.abs(constants["W"][0] - w["rnn.weight_ih_l0"]).max()),
        float(np.abs(constants["R"][0] - w["rnn.weight_hh_l0"]).max()),
        float(np.abs(constants["Why"].T - w["out.weight"]).max()),
    )
    by = "onnx"
print(json.dumps({"by": by, "worst": worst, "nodes": [n.op_type for n in model.graph.node], "outputs": [o.name for o in model.graph.output]}))
