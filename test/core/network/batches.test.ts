import { describe, expect, it } from 'vitest';
import { JoinedText } from '../../../core/corpora/parts.ts';
import { BatchOrder } from '../../../core/network/batches.ts';
import { stream, type Generator } from '../../../core/network/random.ts';

/** Starts that a test chooses. */
const startingAt = (...starts: number[]): Generator => ({
  uniform: () => 0,
  normal: () => 0,
  below: () => starts.shift()!,
});
/** A text in which every character is its own position. */
const counting = (length: number) => Uint32Array.from({ length }, (_, i) => i);

function steps(order: BatchOrder, count: number) {
  return Array.from({ length: count }, () => {
    const { inputs, targets, resets } = order.current();
    const seen = { inputs: [...inputs], targets: [...targets], resets: [...resets] };
    order.advance();
    return seen;
  });
}

describe('the order of batches', () => {
  it('reads on where it stopped, the target being the next character, and begins again with a reset', () => {
    // N = 10, T = 3: steps at 2, 5; 8 would need characters 8 … 11.
    expect(steps(new BatchOrder(new JoinedText(counting(10)), 3, 1, startingAt(2)), 4)).toEqual([
      { inputs: [2, 3, 4], targets: [3, 4, 5], resets: [1] },
      { inputs: [5, 6, 7], targets: [6, 7, 8], resets: [0] },
      { inputs: [0, 1, 2], targets: [1, 2, 3], resets: [1] },
      { inputs: [3, 4, 5], targets: [4, 5, 6], resets: [0] },
    ]);
  });

  it('uses the last character: a step that just fits is taken', () => {
    expect(steps(new BatchOrder(new JoinedText(counting(10)), 3, 1, startingAt(3)), 3)).toEqual([
      { inputs: [3, 4, 5], targets: [4, 5, 6], resets: [1] },
      { inputs: [6, 7, 8], targets: [7, 8, 9], resets: [0] },
      { inputs: [0, 1, 2], targets: [1, 2, 3], resets: [1] },
    ]);
  });

  it('keeps the streams of a batch apart: row b is stream b, each with a reset of its own', () => {
    expect(steps(new BatchOrder(new JoinedText(counting(8)), 2, 2, startingAt(0, 4)), 3)).toEqual([
      { inputs: [0, 1, 4, 5], targets: [1, 2, 5, 6], resets: [1, 1] },
      { inputs: [2, 3, 0, 1], targets: [3, 4, 1, 2], resets: [0, 1] },
      { inputs: [4, 5, 2, 3], targets: [5, 6, 3, 4], resets: [0, 0] },
    ]);
  });

  it('is the same for every arm of a seed, and another for another seed', () => {
    const text = counting(5000);
    const of = (seed: number) =>
      steps(new BatchOrder(new JoinedText(text), 25, 4, stream(seed, 'order')), 100);
    expect(of(1)).toEqual(of(1));
    expect(of(1)[0]).not.toEqual(of(2)[0]);
    const starts = of(1)[0].inputs.filter((_, i) => i % 25 === 0);
    expect(new Set(starts).size).toBe(4);
  });

  it('draws starts from the whole text and none beyond its last step', () => {
    const starts = new Set<number>();
    for (let seed = 0; seed < 200; seed++)
      starts.add(
        new BatchOrder(new JoinedText(counting(8)), 3, 1, stream(seed, 'order')).current().inputs[0],
      );
    expect([...starts].sort()).toEqual([0, 1, 2, 3, 4]);
  });

  it('stays at its step until it is advanced', () => {
    const order = new BatchOrder(new JoinedText(counting(50)), 5, 2, stream(1, 'order'));
    const first = structuredClone(order.current());
    expect(order.current()).toEqual(first);
  });

  it('reads a text of T + 1 characters again and again, from 0 each time', () => {
    const seen = steps(
      new BatchOrder(new JoinedText(Uint8Array.of(7, 8, 9, 7)), 3, 2, stream(3, 'order')),
      5,
    );
    for (const each of seen)
      expect(each).toEqual({ inputs: [7, 8, 9, 7, 8, 9], targets: [8, 9, 7, 8, 9, 7], resets: [1, 1] });
  });

  it('reads single characters, T = 1', () => {
    const seen = steps(new BatchOrder(new JoinedText(Uint16Array.of(5, 6)), 1, 1, stream(3, 'order')), 3);
    for (const each of seen) expect(each).toEqual({ inputs: [5], targets: [6], resets: [1] });
  });

  it.each([
    [0, 1],
    [1, 1],
    [25, 25],
    [3, 25],
  ])('refuses a text of %d characters for T = %d', (characters, length) => {
    expect(() => new BatchOrder(new JoinedText(counting(characters)), length, 1, stream(1, 'order'))).toThrow(
      expect.objectContaining({
        code: 'bad-experiment',
        message: `The training part has ${characters} characters; a step of T = ${length} needs ${length + 1}.`,
      }) as Error,
    );
  });
});
