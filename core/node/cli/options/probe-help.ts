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
