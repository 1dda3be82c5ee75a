import { fileURLToPath } from 'node:url';
import { defaultEvaluation } from '../../core/experiments/plan/evaluation-plan.ts';
import type { EvaluationPlan } from '../../core/experiments/experiment.ts';
import type { HostedLab } from '../../core/lab/create-lab.ts';
import { serve } from '../../core/node/serve/served-lab.ts';
import { openInBrowser, type OpenPage } from './browser.ts';
import { percent, table, thousands, withSpread } from './document.ts';
import { interleaved, type Peer, type Rounds } from './rounds.ts';
import { RunThread } from './run-thread.ts';
import type { Plan, Section } from './section.ts';
import { charactersPerStep, describeSetting, setting, type Setting } from './settings.ts';
import { median, ratios } from './statistics.ts';
import type { StreamedFiles } from '../../core/node/node-lab.ts';
import { contentOf, labOf } from './watched-lab.ts';

/** Steps of the run whose evaluations are taken as often as here: about a quarter of a minute on one core. */
const usualSteps: Readonly<Record<string, number>> = { S: 150_000, M: 2_000 };

const peers = {
  bare: 'steps alone',
  recorded: 'in the lab, nobody watches',
  looked: 'with histograms and samples',
  heard: 'with a screen, not drawn',
  shown: 'with a screen in Chromium',
  evaluated: 'evaluations on top, nobody watches',
} as const;

const wait = (seconds: number) => new Promise((resolve) => setTimeout(resolve, 1000 * seconds));

/** Trains for so many seconds. Answers with the steps that were done. */
type Training = (seconds: number) => Promise<number>;

/** All runs of a lab, let go and held again. */
const inLab =
  (lab: HostedLab): Training =>
  async (seconds) => {
    const done = async () => (await lab.snapshot({})).overall.stepsDone;
    const before = await done();
    await lab.run({});
    await wait(seconds);
    await lab.pause({});
    return (await done()) - before;
  };

/** The same runs, as many threads, and nothing else. */
async function alone(
  lab: HostedLab,
  entries: URL,
): Promise<{ training: Training; end: () => Promise<unknown> }> {
  const { experiment, text, runs } = await contentOf(lab);
  const control = new Int32Array(new SharedArrayBuffer(4));
  const threads = runs.map((run) => new RunThread(entries, { kind: 'bare', experiment, run, text, control }));
  const training: Training = async (seconds) => {
    Atomics.store(control, 0, 0);
    const counts = threads.map((thread) => thread.ask());
    await wait(seconds);
    Atomics.store(control, 0, 1);
    return (await Promise.all(counts)).reduce((sum, each) => sum + each, 0);
  };
  return { training, end: () => Promise.all(threads.map((thread) => thread.end())) };
}

/** Processor time of this process, all its threads together, in seconds. */
const ownProcessorSeconds = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
};

/** A peer that measures characters per second, and beside it what a character takes of the processors. */
class Watched implements Peer {
  readonly name: string;
  /** Seconds of processor time per character, the warm-up first. */
  readonly processor: number[] = [];
  readonly #training: Training;
  readonly #setting: Setting;
  readonly #browser: OpenPage | null;

  constructor(name: string, training: Training, setting: Setting, browser: OpenPage | null = null) {
    this.name = name;
    this.#training = training;
    this.#setting = setting;
    this.#browser = browser;
  }

  async measure(seconds: number): Promise<number> {
    const used = async () => ownProcessorSeconds() + ((await this.#browser?.processorSeconds()) ?? 0);
    const before = await used();
    const begun = performance.now();
    const characters = (await this.#training(seconds)) * charactersPerStep(this.#setting);
    const passed = (performance.now() - begun) / 1000;
    this.processor.push(((await used()) - before) / characters);
    return characters / passed;
  }
}

interface Measurement {
  readonly rates: Rounds;
  /** Seconds of processor time per character, in each round. */
  readonly processor: Rounds;
  readonly notes: readonly string[];
}

async function measureAt(setting: Setting, plan: Plan): Promise<Measurement> {
  const { rounds, seconds, entries, built, sources } = plan;
  const { every, characters, start } = defaultEvaluation(usualSteps[setting.name], setting);
  const ends: (() => Promise<unknown>)[] = [];
  const notes: string[] = [];
  const open = async (evaluation: EvaluationPlan) => {
    const lab = await labOf(setting, evaluation, built);
    ends.push(() => lab.close());
    return lab;
  };
  const served = async (lab: HostedLab & StreamedFiles) => {
    const host = await serve(lab, {
      port: 0,
      files: lab,
      rendererFolder: fileURLToPath(new URL('../renderer/', built)),
    });
    ends.push(() => host.close());
    return host.url;
  };
  try {
    const recorded = await open({ every: 50_000_000, characters: 1, start });
    const bare = await alone(recorded, entries);
    ends.push(bare.end);
    const looked = await open({ every, characters: 1, start });
    const heard = await open({ every, characters: 1, start });
    const client = new RunThread(entries, { kind: 'watch', url: await served(heard) });
    ends.push(() => client.end());
    await client.connected();
    const shown = await open({ every, characters: 1, start });
    const page = await openInBrowser(await served(shown), sources);
    if (typeof page === 'string') notes.push(`Without a browser: ${page}.`);
    else {
      notes.push(`Chromium ${page.version}, without a graphics processor.`);
      ends.push(() => page.close());
    }
    const evaluated = await open({ every, characters, start });
    const watched = [
      new Watched(peers.bare, bare.training, setting),
      new Watched(peers.recorded, inLab(recorded), setting),
      new Watched(peers.looked, inLab(looked), setting),
      new Watched(peers.heard, inLab(heard), setting),
      ...(typeof page === 'string' ? [] : [new Watched(peers.shown, inLab(shown), setting, page)]),
      new Watched(peers.evaluated, inLab(evaluated), setting),
    ];
    const rates = await interleaved(watched, rounds, seconds);
    const processor = Object.fromEntries(watched.map((each) => [each.name, each.processor.slice(1)]));
    return { rates, processor, notes };
  } finally {
    for (const end of ends.reverse()) await end().catch(() => undefined);
  }
}

/** What each round says one costs more than the other, as a share: the median, the least and the most. */
function cost(own: readonly number[], bare: readonly number[]): string {
  const costs = ratios(own, bare).map((ratio) => ratio - 1);
  return `${percent(median(costs))} (${percent(Math.min(...costs))} to ${percent(Math.max(...costs))})`;
}

function rowsOf(setting: Setting, { rates, processor }: Measurement): string[][] {
  const { every, characters } = defaultEvaluation(usualSteps[setting.name], setting);
  const timesOf = (values: readonly number[]) => values.map((rate) => 1 / rate);
  return Object.keys(rates).map((peer) => [
    describeSetting(setting),
    peer === peers.evaluated ? `${peer} (${characters} characters every ${every} steps)` : peer,
    withSpread(rates[peer], thousands),
    ...(peer === peers.bare
      ? ['–', '–']
      : [
          cost(timesOf(rates[peer]), timesOf(rates[peers.bare])),
          cost(processor[peer], processor[peers.bare]),
        ]),
  ]);
}

/** What it costs training that it is recorded and watched. */
export const watching: Section = {
  name: 'watching',
  title: 'What watching costs',
  async measure(plan) {
    const raw: Record<string, Measurement> = {};
    const sizes = ['S', 'M'].map(setting);
    for (const each of sizes) {
      raw[each.name] = await measureAt(each, plan);
      process.stderr.write(`watching ${each.name} measured\n`);
    }
    const notes = new Set(Object.values(raw).flatMap((measured) => measured.notes));
    return {
      lines: [
        `As many runs as cores, one thread each, float32; all runs together. ‘${peers.bare}’: the same networks and batches on as many threads, nothing else. In the lab come the trainer, curves, gradient figures of every tenth step, messages between threads and events; then histograms and a sample at every evaluation, which reads one character; then a screen that hears all events over its WebSocket, on the same cores. Evaluations on held-out text are what a user asks for, and stand apart in the last row.`,
        '',
        'Costs are time per character more than that of the steps alone: by the clock, which other programs disturb, and in processor time of all threads and of the browser, which they disturb less. Medians of the rounds (least to most).',
        '',
        ...table(
          ['setting', 'runs', 'characters/s', 'cost by the clock', 'cost in processor time'],
          sizes.flatMap((each) => rowsOf(each, raw[each.name])),
        ),
        ...(notes.size > 0 ? [[...notes].join(' '), ''] : []),
      ],
      raw,
    };
  },
};
