import { describe, expect, it } from 'vitest';
import type { HostedLab } from '../../../core/lab/create-lab.ts';
import type { FromThread } from '../../../core/lab/training/thread-messages.ts';
import { phaseReached, quickExperiment, testLab } from './lab-fixtures.ts';

const later = () => new Promise((resolve) => setTimeout(resolve));

/** A lab whose runs are in the middle of a long training. */
async function training() {
  const made = testLab();
  await made.lab.setExperiment({ experiment: quickExperiment({ steps: 100_000 }) });
  const stepped = new Promise((resolve) => made.lab.on('progress', resolve));
  await made.lab.run({});
  await stepped;
  return made;
}

/** What any lab had still to say is said: another one, which began after it, has told of its first progress. */
async function allSaid() {
  const { lab } = await training();
  await lab.close();
}

/** Names of what the lab says from now on. */
function hearing(lab: HostedLab): string[] {
  const heard: string[] = [];
  lab.on('snapshot', ({ phase }) => heard.push(`snapshot ${phase}`));
  lab.on('phase', ({ phase }) => heard.push(`phase ${phase}`));
  lab.on('progress', () => heard.push('progress'));
  return heard;
}

describe('a reset', () => {
  it.each(['pause', 'stop', 'step'] as const)('that overtakes a %s has the last word', async (method) => {
    const { lab, threads } = await training();
    const heard = hearing(lab);
    await Promise.all([lab[method]({}), lab.reset({})]);
    await allSaid();
    expect(heard).toEqual(['snapshot idle']);
    expect(threads).toHaveLength(2);
    expect((await lab.snapshot({})).phase).toBe('idle');
    await lab.close();
  });

  it('is not followed by what an ended thread had still sent', async () => {
    let say: (message: FromThread) => void = () => undefined;
    const { lab } = testLab({
      threads: 1,
      startThread: () => ({
        post: () => undefined,
        onMessage: (listener) => void (say = listener),
        onFailure: () => undefined,
        terminate: () => undefined,
      }),
    });
    await lab.setExperiment({ experiment: quickExperiment() });
    await lab.run({});
    const run = (await lab.snapshot({})).runs[0];
    await lab.reset({});
    const heard = hearing(lab);
    say({ kind: 'progress', runs: [{ ...run, ...run.series, status: 'training', fromStep: 1 }] });
    await allSaid();
    expect(heard).toEqual([]);
    await lab.close();
  });
});

describe('a pause', () => {
  it('ends when its threads have died, so that nobody waits for runs that cannot go on', async () => {
    const { lab, threads } = await training();
    await lab.pause({});
    const end = phaseReached(lab, 'finished');
    for (const thread of threads) thread.fail('out of memory');
    await end;
    await expect(lab.run({})).rejects.toMatchObject({ code: 'wrong-state' });
    await lab.close();
  });
});

describe('a run', () => {
  const goesOn = async (lab: HostedLab) => {
    // What was said before the last wish may be told once more, and not twice.
    for (let told = 0; told < 2; told++) await new Promise((resolve) => lab.on('progress', resolve));
    expect((await lab.snapshot({})).phase).toBe('running');
  };

  it.each(['pause', 'step'] as const)(
    'wished after a %s that still waits is the last wish',
    async (method) => {
      const { lab } = await training();
      const before = lab[method]({});
      await lab.run({});
      await before;
      await goesOn(lab);
      await lab.close();
    },
  );

  it('goes on from a step that is being computed', async () => {
    const { lab } = testLab();
    await lab.setExperiment({ experiment: quickExperiment({ steps: 100_000 }) });
    const step = lab.step({});
    await phaseReached(lab, 'running');
    await lab.run({});
    await step;
    await goesOn(lab);
    await lab.close();
  });

  it('does not undo a later pause', async () => {
    const { lab } = await training();
    await Promise.all([lab.pause({}), lab.run({}), later().then(() => lab.pause({}))]);
    expect((await lab.snapshot({})).phase).toBe('paused');
    await lab.close();
  });

  it('is refused while a stop waits: a stop is for good', async () => {
    const { lab } = await training();
    const stop = lab.stop({});
    await expect(lab.run({})).rejects.toMatchObject({ code: 'wrong-state' });
    await stop;
    expect((await lab.snapshot({})).phase).toBe('stopped');
    await lab.close();
  });
});
