import { fastEngineOn } from '../../core/network/fast/fast-engine.ts';
import type { KernelBuild, Kernels } from '../../core/network/fast/kernels.ts';
import { Layout } from '../../core/network/fast/memory-layout.ts';
import { fastOptimizer } from '../../core/network/fast/update.ts';
import { webAssembly } from '../../core/network/fast/web-assembly.ts';
import type { Setting } from './settings.ts';
import { subject, type Subject } from './subject.ts';

/** What a training step consists of, in the order it is done. */
export const parts = [
  'Whh h',
  'gather, tanh',
  'Why h',
  'outputs, loss, δ',
  'Whyᵀ δ',
  'Whhᵀ ∂E/∂u',
  '(1 − h²) ∂E/∂h',
  '∂E/∂Whh',
  '∂E/∂Why',
  '∂E/∂Wxh, biases',
  'packing for products',
  'norm of the gradient',
  'update',
  'transposes',
  'copies of rows',
  'other kernels',
] as const;
export type PartName = (typeof parts)[number];

/** The kernels whose name says what they are for. */
const partOfKernel: Readonly<Record<string, PartName>> = {
  gather: 'gather, tanh',
  tanhRows: 'gather, tanh',
  spread: 'Why h',
  softmaxCrossEntropy: 'outputs, loss, δ',
  slopeRows: '(1 − h²) ∂E/∂h',
  scatterAdd: '∂E/∂Wxh, biases',
  columnSums: '∂E/∂Wxh, biases',
  packRows: 'packing for products',
  packColumns: 'packing for products',
  squares: 'norm of the gradient',
  squaresOfRows: 'norm of the gradient',
  adagrad: 'update',
  adagradRows: 'update',
  transpose: 'transposes',
  copy: 'copies of rows',
  clear: 'copies of rows',
  copyRows: 'copies of rows',
  clearRows: 'copies of rows',
};

/** Which argument of a product says what it is for: the matrix multiplied by, or the gradient written. */
const addressOfProduct: Readonly<Record<string, number>> = {
  product: 2,
  vectorProduct: 1,
  productOfRows: 4,
  forwardStates: 3,
  backwardStates: 4,
};

type Call = (...values: number[]) => unknown;

/** Seconds and calls of each part since the last reset. */
export class KernelTimes {
  readonly seconds = new Float64Array(parts.length);
  readonly calls = new Float64Array(parts.length);

  reset(): void {
    this.seconds.fill(0);
    this.calls.fill(0);
  }

  /** The same kernel, with its time added to the part that `place` gives for its arguments. */
  timed(kernel: Call, place: (values: readonly number[]) => number): Call {
    const { seconds, calls } = this;
    return (...values) => {
      const part = place(values);
      const begun = performance.now();
      const answer = kernel(...values);
      seconds[part] += (performance.now() - begun) / 1000;
      calls[part]++;
      return answer;
    };
  }
}

/** What the matrix at an address is for. */
export function products({ vocabulary, hidden, length, batch }: Setting): (address: number) => PartName {
  const optimizer = fastOptimizer({ id: 'adagrad', settings: {} });
  const shape = { vocabulary, hidden, biases: true };
  const layout = new Layout(
    {} as Kernels,
    new Float32Array(0),
    { shape, length, batch, parts: 1 },
    optimizer,
    null,
  );
  const { parameters, plan, passes, WhhT, WhyT, size } = layout;
  const bytesOf = Object.fromEntries(plan.parts.map(([name, , bytes]) => [name, bytes]));
  const stretches: readonly (readonly [PartName, from: number, bytes: number])[] = [
    ['Whh h', parameters + plan.Whh, bytesOf['Whh']],
    ['Why h', parameters + plan.Why, bytesOf['Why']],
    ['Whhᵀ ∂E/∂u', WhhT, size.hiddenPanels * size.panel],
    ['Whyᵀ δ', WhyT, size.hiddenWidth * size.V],
    ['∂E/∂Whh', passes[0].gradients + plan.Whh, bytesOf['Whh']],
    ['∂E/∂Why', passes[0].gradients + plan.Why, bytesOf['Why']],
  ];
  return (address) =>
    stretches.find(([, from, bytes]) => address >= from && address < from + bytes)?.[0] ?? 'other kernels';
}

/** A network of a setting whose kernels are timed from outside: the engine is the same to the byte. */
export function timedSubject(build: KernelBuild, setting: Setting, times: KernelTimes): Subject {
  if (!webAssembly) throw new TypeError('This JavaScript engine has no WebAssembly.');
  const partOf = products(setting);
  const { Instance } = webAssembly;
  // Whoever makes an instance gets its exports wrapped.
  function TimedInstance(...given: ConstructorParameters<typeof Instance>) {
    const exports = new Instance(...given).exports as Readonly<Record<string, unknown>>;
    const wrap = ([name, kernel]: [string, unknown]): [string, unknown] => {
      if (typeof kernel !== 'function') return [name, kernel];
      const argument = addressOfProduct[name];
      const own = parts.indexOf(partOfKernel[name] ?? 'other kernels');
      const place =
        argument === undefined
          ? () => own
          : (values: readonly number[]) => parts.indexOf(partOf(values[argument]));
      return [name, times.timed(kernel as Call, place)];
    };
    return { exports: Object.fromEntries(Object.entries(exports).map(wrap)) };
  }
  webAssembly.Instance = TimedInstance as unknown as typeof Instance;
  try {
    return subject(fastEngineOn(build), setting);
  } finally {
    webAssembly.Instance = Instance;
  }
}
