import { sigmoid } from '../logistic.ts';
import { divided, sharesOfPowers, type OutputReading } from './output-reading.ts';

/** Where Σ σ(z) is below this, every σ(z) is e^z to the last digit. */
const smallest = 1e-100;

/** q = σ(z) / Σ σ(z), for a sigmoid layer y / Σ y: each output says yes or no for itself, and their sum is not 1. */
export const sigmoidReading = {
  id: 'sigmoid',
  short: 'sigmoid',
  label: 'shares of sigmoid outputs',
  probabilities: true,
  plain: 'q = σ(z) / Σ σ(z)',
  tex: 'q = \\sigma(z) / \\textstyle\\sum \\sigma(z)',
  torch: 'shares(torch.sigmoid(z))',
  onnx: { steps: [{ op: 'Sigmoid' }], shared: true },
  from: 'z',
  shares: { sigmoid: 'outputs' },
  vanishes: true,
  about: 'For a loss of sigmoid outputs, each a probability of its own; they are brought to a sum of 1.',
  read(z, _y, q) {
    let sum = 0;
    for (let i = 0; i < z.length; i++) {
      q[i] = sigmoid(z[i]);
      sum += q[i];
    }
    // All far below 0, the sum would lose its digits or vanish.
    if (sum < smallest) sharesOfPowers(z, q);
    else divided(q, sum);
    return false;
  },
} as const satisfies OutputReading;
