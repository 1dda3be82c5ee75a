import { sharesOfPowers, type OutputReading } from './output-reading.ts';

/** q = e^y / Σ e^y */
export const exponentialReading = {
  id: 'exponential',
  short: 'exponential',
  label: 'shares of e^y',
  probabilities: true,
  plain: 'q = e^y / Σ e^y',
  tex: 'q = e^{y} / \\textstyle\\sum e^{y}',
  torch: 'torch.softmax(y, -1)',
  onnx: { steps: [{ op: 'Softmax', attributes: { axis: -1 } }], shared: false },
  from: 'y',
  shares: 'powers',
  vanishes: false,
  about: 'For a loss with a log link: each output is the logarithm of a rate, as in the Poisson loss.',
  read(_z, y, q) {
    sharesOfPowers(y, q);
    return false;
  },
} as const satisfies OutputReading;
