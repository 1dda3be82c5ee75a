import { availableParallelism } from 'node:os';
import { describe, expect, it } from 'vitest';
import { lab } from './command.ts';

/** A step of 6 · 128 · (128 + 8) · 25 · 16 = 42 million operations: enough for two threads, whatever the text. */
const large = ['--hidden', '128', '--length', '25', '--batch', '16', '--steps', '40'];
const single = ['compare', '--builtin', 'reber', '--layers', 'softmax-cross-entropy', ...large];

describe('one large run on several threads', () => {
  it('comes to the same numbers every time, whenever the other threads join', async () => {
    if (availableParallelism() < 2)
      return void process.stdout.write('  not tried here: this machine has one core\n');
    const outcomes = [];
    for (let i = 0; i < 3; i++) outcomes.push(await lab([...single, '--seeds', '1', '--json']));
    const finals = outcomes.map(({ status, stdout }) => {
      expect(status).toBe(0);
      const { arms } = JSON.parse(stdout) as { arms: { runs: { final: unknown; engine?: string }[] }[] };
      return arms[0]!.runs[0]!;
    });
    expect(finals[0]!.engine).toMatch(/\d threads to a run/);
    expect(finals[0]!.final).toEqual(finals[1]!.final);
    expect(finals[0]!.final).toEqual(finals[2]!.final);
  });
});
