import { sharesOfPowers, type OutputReading } from './output-reading.ts';

/** q = softmax(z) */
export const softmaxReading = {
  id: 'softmax',
  short: 'softmax',
  label: 'softmax of z',
  probabilities: true,
  plain: 'q = e^z / Σ e^z',
  tex: 'q = e^{z} / \\textstyle\\sum e^{z}',
  torch: 'torch.softmax(z, -1)',
  onnx: { steps: [{ op: 'Softmax', attributes: { axis: -1 } }], shared: false },
  from: 'z',
  shares: { softmax: 'outputs', linear: 'powers' },
  vanishes: false,
  about:
    'For a loss that takes the logits through a softmax: softmax layers, and any other whose δ is that of softmax + cross-entropy.',
  read(z, _y, q) {
    sharesOfPowers(z, q);
    return false;
  },
} as const satisfies OutputReading;
