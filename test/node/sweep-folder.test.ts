import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { LabError } from '../../core/errors.ts';
import type { SweepRun } from '../../core/experiments/rates/sweep-plan.ts';
import { writeSweep, writeSweepRun, type SweepFolder } from '../../core/node/sweep-folder.ts';
import { temporaryFolder } from './temporary.ts';

const run = (armId: string): SweepRun => ({
  armId,
  place: 0,
  rate: 0.1,
  seed: 1,
  status: 'finished',
  evaluation: null,
  divergedAt: null,
  seconds: 1,
  engine: null,
  steps: 10,
});

it('runs of arms whose ids differ in upper and lower case alone are files of their own on every system', async () => {
  const folder = join(temporaryFolder(), 'sweep');
  mkdirSync(join(folder, 'runs'), { recursive: true });
  for (const armId of ['A', 'a', 'aB', 'Ab', 'softmax-cross-entropy'])
    await writeSweepRun(folder, run(armId));
  const names = readdirSync(join(folder, 'runs'));
  expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(5);
  expect(names).toContain('softmax-cross-entropy_0_1.json');
});

it('a sweep cannot be made where there is a file, and a sentence says so', async () => {
  const folder = join(temporaryFolder(), 'file');
  writeFileSync(folder, 'mine');
  const made = writeSweep(folder, {} as SweepFolder);
  await expect(made).rejects.toBeInstanceOf(LabError);
  await expect(made).rejects.toMatchObject({ code: 'file-not-written' });
});
