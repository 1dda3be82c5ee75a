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
