"""Weights in PyTorch's names into the module of reproduce.py by load_state_dict. Prints the names of its state."""

import json
import sys

sys.path.insert(0, sys.argv[1])
import reproduce
import torch

read = {name: torch.from_numpy(values.copy()) for name, values in reproduce.tensors(sys.argv[2]).items()}
hidden, vocabulary = read["rnn.weight_ih_l0"].shape
net = reproduce.CharacterRNN(vocabulary, hidden, True).double()
print(json.dumps(str(net.load_state_dict(read))))
