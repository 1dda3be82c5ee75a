/** What `probe --help` adds to its options. */
export const probeHelp = `
Weights and text are the same for all layers (default: every one there is); only output layer and loss differ.
--length is both T of training and the number of characters looked at, at most 400. A layer whose loss is not defined
at the weights, as linear-cross-entropy without --clamp, is reported as refused; the others go on.

Examples:
  loss-lab probe --builtin reber --hidden 32 --out look
  loss-lab probe book.txt --layers softmax-cross-entropy,sigmoid-quadratic --step 500 --out look
  loss-lab probe book/runs/softmax-cross-entropy-1/weights.safetensors --text book.txt --part held-out --out look

--out writes probe.json (everything, with a row for each of the V outputs), delta-against-z, delta-maps,
gradient-flow, gradient-flow-triangle, gradient-histograms and cosines as .csv and .svg, and gradient-norms and
gradient-check as .csv.`;

/** What `derive --help` adds to its options. */
export const deriveHelp = `
The twelve steps from the network to the update, each with its formula and the same line with the numbers at step --t,
output --i and a hidden unit, side by side for every layer of --layers (default: all built-in ones), and checked by
centred differences. Weights and text are the same for all. t counts from 1; outputs and units from 0.

Examples:
  loss-lab derive book.txt --t 14 --i o --layers sigmoid-quadratic,sigmoid-cross-entropy
  loss-lab derive book/runs/softmax-cross-entropy-1 --text book.txt --format latex --out derivation.tex
  loss-lab derive --builtin reber --formula 'mine=sigmoid: (y-t)^4/4' --format json

--format latex is a whole document of align environments (in Chinese for XeLaTeX). --format json has for each layer
layer, z, y, t, dEdy, dydz, direct and delta of the output; of a softmax dEdy and dydz are lists over all outputs j, and
delta is the sum of their products. direct is what comes from z itself, in losses that hold z.`;

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
