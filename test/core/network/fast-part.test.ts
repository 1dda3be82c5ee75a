import { expect, it } from 'vitest';
import { Board } from '../../../core/network/fast/board.ts';
import { instantiate, kernelBuilds } from '../../../core/network/fast/kernels.ts';
import { Layout } from '../../../core/network/fast/memory-layout.ts';
import { Part } from '../../../core/network/fast/part.ts';
import { fastOptimizer } from '../../../core/network/fast/update.ts';
import { outputLayer } from '../../../core/outputs/registry.ts';

it('the largest entry of a share is found also where another thread has summed it up', () => {
  const memory = new WebAssembly.Memory({ initial: 4, maximum: 4, shared: true }) as unknown as {
    buffer: SharedArrayBuffer;
  };
  const floats = new Float32Array(memory.buffer);
  const kernels = instantiate(kernelBuilds().at(-1)!, memory);
  const layer = outputLayer('softmax-cross-entropy');
  const optimizer = fastOptimizer({ id: 'sgd', settings: {} });
  const spec = {
    shape: { vocabulary: 5, hidden: 20, biases: true },
    length: 2,
    batch: 4,
    parts: 2,
    layer,
    optimizer: { id: 'sgd', settings: {} },
    rate: 1,
    clipping: { kind: 'value', threshold: 1 },
  } as const;
  const layout = new Layout(kernels, floats, spec, optimizer, layer);
  expect(layout.bytes).toBeLessThan(memory.buffer.byteLength);
  const board = new Board(memory.buffer, layout.board);
  const partOf = (part: number) => new Part(kernels, floats, layout, spec, optimizer, part, board);
  const leader = partOf(0);
  // Part 1 twice: as the thread that sums it up has it, and as the leader has it.
  const [follower, asked] = [partOf(1), partOf(1)];
  const last = layout.passes[1].gradients + layout.plan.Whh + 4 * (20 * 24 - 1);
  floats[last / 4] = -7;
  leader.do('reduce', () => false);
  follower.do('reduce', () => false);
  expect(leader.largest()).toBe(0);
  expect(asked.largest()).toBe(7);
});
