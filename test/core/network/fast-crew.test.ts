import { afterEach, expect, it, vi } from 'vitest';
import type { NetworkSpec } from '../../../core/network/engine.ts';
import { Board } from '../../../core/network/fast/board.ts';
import { fastEngineOn } from '../../../core/network/fast/fast-engine.ts';
import { kernelBuilds, type Kernels } from '../../../core/network/fast/kernels.ts';
import { Layout } from '../../../core/network/fast/memory-layout.ts';
import { fastOptimizer } from '../../../core/network/fast/update.ts';
import { initialWeights } from '../../../core/network/initial-weights.ts';
import { stream } from '../../../core/network/random.ts';
import { outputLayer } from '../../../core/outputs/registry.ts';

afterEach(() => vi.restoreAllMocks());

const layer = outputLayer('softmax-cross-entropy');
const shape = { vocabulary: 9, hidden: 20, biases: true };
const spec: NetworkSpec = {
  shape,
  length: 3,
  batch: 4,
  layer,
  optimizer: { id: 'adagrad', settings: { epsilon: 1e-10 } },
  rate: 0.1,
  clipping: { kind: 'norm', threshold: 5 },
  weights: initialWeights(shape, { initial: 'uniform', outputBias: 'zero' }, layer, stream(1, 'weights')),
};

it('a thread that joins in the middle of a step has no part in it: it has not summed up what would be updated', () => {
  const random = stream(2, 'source');
  const indices = () => Uint32Array.from({ length: spec.batch * spec.length }, () => random.below(9));
  const batch = { inputs: indices(), targets: indices(), resets: new Uint8Array(spec.batch) };
  const build = kernelBuilds().at(-1)!;
  const alone = fastEngineOn(build).create(spec, 2);
  alone.trainStep(batch, () => false);

  const joined = fastEngineOn(build).create(spec, 2);
  const { memory, spec: shared } = joined.crew!;
  const nothing = new Float32Array(0);
  const { board } = new Layout({} as Kernels, nothing, shared, fastOptimizer(spec.optimizer), layer);
  const call = vi.spyOn(Board.prototype, 'call').mockImplementation(() => undefined);
  vi.spyOn(Board.prototype, 'waitForDone').mockImplementation(() => undefined);
  const joining = () => {
    new Board(memory.buffer, board).join(1);
    return false;
  };
  joined.trainStep(batch, joining);
  expect(call).not.toHaveBeenCalled();
  expect(joined.readWeights()).toEqual(alone.readWeights());
  // From the next step on it is called.
  joined.trainStep(batch, () => false);
  expect(call.mock.calls[0]).toEqual(['gradient', 0b10]);
});
