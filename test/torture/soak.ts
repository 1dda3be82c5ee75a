import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';
import type { Lab } from '../../core/contract/lab-api.ts';
import { newArms } from '../../core/experiments/default-experiment.ts';
import { Served } from './served.ts';
import type { Start } from './kills.ts';

/** What many experiments one after the other came to. */
export interface SoakOutcome {
  readonly minutes: number;
  readonly experiments: number;
  /** Mean resident memory of the second fifth of the time, and of the last, bytes: the first warms up. */
  readonly before: number;
  readonly after: number;
  /** Open files at those times. */
  readonly filesBefore: number;
  readonly filesAfter: number;
  /** Folders of the program among the temporary files that are left at the end. */
  readonly left: number;
  readonly problems: readonly string[];
}

/** Trains, looks, exports and begins anew, as one who plays with the screen for so many minutes. */
export async function soak(start: Start, minutes: number, say: (line: string) => void): Promise<SoakOutcome> {
  const served = await Served.start(start);
  const problems: string[] = [];
  const samples: { at: number; memory: number; files: number }[] = [];
  let experiments = 0;
  try {
    const began = Date.now();
    const until = began + 60_000 * minutes;
    let { lab, close } = await served.lab();
    for (let said = 0; Date.now() < until;) {
      await once(lab).catch((error: unknown) => problems.push(String(error)));
      experiments++;
      // A page that is loaded again now and then.
      if (experiments % 5 === 0) {
        close();
        ({ lab, close } = await served.lab());
      }
      samples.push({ at: (Date.now() - began) / (60_000 * minutes), ...served.usage() });
      if (Date.now() - began > 60_000 * (said + 1)) say(`soak: ${++said} of ${minutes} minutes`);
      if (!served.alive) {
        problems.push('the host ended');
        break;
      }
    }
    close();
    await wait(1000);
  } finally {
    await served.end();
  }
  const fifth = (k: number, value: (each: (typeof samples)[number]) => number) => {
    const own = samples.filter(({ at }) => at >= k / 5 && at < (k + 1) / 5).map(value);
    return own.reduce((sum, each) => sum + each, 0) / own.length;
  };
  const mine = new RegExp(`^loss-lab-${served.child.pid}-`);
  return {
    minutes,
    experiments,
    before: fifth(1, ({ memory }) => memory),
    after: fifth(4, ({ memory }) => memory),
    filesBefore: fifth(1, ({ files }) => files),
    filesAfter: fifth(4, ({ files }) => files),
    left: readdirSync(tmpdir()).filter((name) => mine.test(name)).length,
    problems,
  };
}

async function once(lab: Lab): Promise<void> {
  const bytes = new TextEncoder().encode('the quick brown fox jumps over the lazy dog.\n'.repeat(2000));
  const { uploadId } = await lab.beginText({ name: 'soak.txt', bytes: bytes.length, source: 'upload' });
  await lab.appendText({ uploadId, bytes });
  await lab.finishText({
    uploadId,
    options: (await lab.snapshot({})).corpus!.options,
  });
  const { experiment } = await lab.snapshot({});
  await lab.setExperiment({
    experiment: {
      ...experiment,
      model: { ...experiment.model, hidden: 16, length: 10, batch: 4 },
      arms: newArms(['softmax-cross-entropy', 'sigmoid-quadratic'], 0.05),
      seeds: [1, 2],
      steps: 400,
      evaluation: { ...experiment.evaluation, every: 100, characters: 500 },
    },
  });
  const ended = new Promise<void>((resolve) => {
    const off = lab.on('phase', ({ phase }) => {
      if (phase !== 'finished') return;
      off();
      resolve();
    });
  });
  await lab.run({});
  await Promise.race([
    ended,
    wait(60_000).then(() => {
      throw new Error('an experiment did not end within a minute');
    }),
  ]);
  await lab.exportReport({ formats: ['html', 'json', 'csv'] });
  await lab.reset({});
}
