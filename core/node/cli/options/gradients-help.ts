/** A case with H = 1 and V = 2, two characters long; the help shows it, and it works as it stands. */
const example = `{
  "outputLayer": "softmax-cross-entropy",
  "weights": {
    "Wxh": [[0.1, 0.2]],
    "Whh": [[0.3]],
    "Why": [[0.4], [-0.5]],
    "bh": [0],
    "by": [0, 0]
  },
  "h0": [0],
  "inputs": [0, 1],
  "targets": [1, 0]
}`;

/** The form of a case, with an example. */
export const gradientsHelp = `
A case is one JSON object; a matrix is a list of its rows:
  outputLayer   id of an output layer (loss-lab layers lists them, published losses too) or of one of --formula and
                --layer-file; or a formula itself, as {"activation": "softmax", "loss": "-t*log(y)", "parameters": {}}
  weights       Wxh H × V, Whh H × H, Why V × H; if wanted, the biases bh (H values) and by (V values)
  h0            H values, the hidden state before the first character
  inputs        T indices from 0 to V − 1, the characters read
  targets       T indices, the characters to be predicted

Example, with H = 1, V = 2, T = 2 (save it, or pipe it in: loss-lab gradients - < case.json):

${example}

The result is JSON: loss, lossPerStep, delta, probabilities, gradients, dh0.`;
