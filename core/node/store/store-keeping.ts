import { cp, mkdir, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { namesIn, runsIn } from '../disk/in-folder.ts';
import type { RunProgress } from '../../contract/lab-data.ts';
import { nameOf, runsOf, type RunKey } from '../../contract/run-book.ts';
import { LabError, toErrorData, type LabErrorData } from '../../errors.ts';
import { noGradients, noTraining } from '../../experiments/run.ts';
import { withoutCores } from '../../experiments/run-origins.ts';
import type { Experiment } from '../../experiments/experiment.ts';
import { thinSteps } from '../../experiments/thinning.ts';
import { aboutText } from '../../store/about.ts';
import { begun } from '../../store/begun.ts';
import { runName } from '../../store/run-names.ts';
import { isTemporary, writeDurably } from '../disk/durable-file.ts';
import { writeComplete } from './complete-file.ts';
import { KeptFolder } from './kept-folder.ts';
import { checkpointShape } from './run-folder.ts';
import { writePlan } from './experiment-folder.ts';
import type { FromStore, StoreFacts, ToStore } from './store-messages.ts';
import { writeTrouble } from './write-trouble.ts';

type Open = Extract<ToStore, { kind: 'open' }>;

/** Milliseconds between two tries to write. */
const tryEvery = 1000;
/** Milliseconds after which training goes on although nothing can be written. */
const waitAtMost = 60_000;
/** Milliseconds between two signs that a lock is held. */
const signEvery = 15_000;

/**
 * Keeps the runs of one experiment in its folder: what the thread that writes does, one thing after another. A run is
 * written at its checkpoints; what cannot be written stays in memory and is tried again.
 */
export class Keeping {
  readonly #post: (message: FromStore) => void;
  #patience: number;
  /** Whoever waits for the end must not wait for the disk as well. */
  #ending = false;
  #open: Open | null = null;
  #experiment: Experiment | null = null;
  /** A longer plan, until it is written. */
  #planned: Experiment | null = null;
  readonly #runs = new Map<string, KeptFolder>();
  /** Names of runs that may have a checkpoint to write. */
  readonly #ready = new Set<string>();
  #turn: Promise<unknown> = Promise.resolve();
  #draining = false;
  /** When writing first failed; null while it does not. */
  #failing: number | null = null;
  /** It is not tried any more before the end. */
  #gaveUp = false;
  #signs: NodeJS.Timeout | null = null;

  /** @param patience milliseconds for which writing is tried again while training is held */
  constructor(post: (message: FromStore) => void, patience = waitAtMost) {
    this.#post = post;
    this.#patience = patience;
  }

  receive(message: ToStore): void {
    switch (message.kind) {
      case 'open':
        return this.#inTurn(async () => {
          try {
            await this.#opened(message);
          } catch (error) {
            await this.#release();
            this.#post({ kind: 'refused', error: toErrorData(error) });
          }
        });
      case 'begin':
        this.#experiment = message.experiment;
        for (const { fresh, ...key } of message.runs)
          (this.#runs.get(nameOf(key)) ?? this.#folderOf(key)).expect(fresh);
        return this.#inTurn(() => this.#begin(message.runs));
      case 'plan':
        this.#experiment = this.#planned = message.experiment;
        return this.#inTurn(() => this.#writePlan());
      case 'progress':
        for (const each of message.runs) this.#runs.get(nameOf(each))?.progress(each);
        return;
      case 'checkpoint':
        this.#runs.get(nameOf(message.run))?.checkpoint(message.checkpoint);
        this.#ready.add(nameOf(message.run));
        return this.#drainSoon();
      case 'finish':
        return this.#answer(() => this.#finish(message));
      case 'move':
        return this.#answer(() => this.#move(message.folder).finally(() => this.#drainSoon()));
      case 'close':
        return this.#answer(() => this.#release().then(() => null));
    }
  }

  /** Each is answered, so that no answer is taken for that of another question. */
  #answer(work: () => Promise<LabErrorData | null>): void {
    this.#ending = true;
    this.#inTurn(async () => {
      this.#ending = false;
      this.#post({ kind: 'done', error: await work().catch(toErrorData) });
    });
  }

  #inTurn(work: () => Promise<void>): void {
    this.#turn = this.#turn.then(work).catch((error: unknown) => {
      this.#trouble(error);
      this.#post({ kind: 'trouble', error: null });
    });
  }

  async #opened(message: Open): Promise<void> {
    const { folder, experiment, mine, facts, resting = false } = message;
    this.#patience = message.patience ?? this.#patience;
    this.#open = message;
    this.#experiment = experiment;
    this.#signs = setInterval(() => {
      // Where nobody can tell, whoever writes next says why.
      for (const run of this.#runs.values()) this.#sign(run).catch(() => undefined);
    }, signEvery);
    this.#signs.unref();
    const kept: Extract<FromStore, { kind: 'opened' }>['kept'][number][] = [];
    const notes: string[] = [];
    const names = new Set(mine.map(nameOf));
    const seeds = new Set(experiment.seeds);
    for (const key of await this.#keys()) {
      const own = names.has(nameOf(key));
      // What other programs train is theirs; whoever wants the whole reads the folder.
      if (!own && seeds.has(key.seed)) continue;
      const run = this.#folderOf(key);
      if (own) await run.lock();
      const { run: found, damage } = run.folder.read();
      // What another program is writing may be read between two of its writes.
      if (own) notes.push(...damage.map((sentence) => `${sentence} It was not used.`));
      if (!found) continue;
      const { record, before, rest, lines } = begun(experiment, found);
      // The curves of a run of a part that has ended stay where they are.
      const told = message.part && !before ? withoutCurves(record) : record;
      kept.push({ ...key, run: { record: told, before, ...(resting && rest && { rest }) } });
      run.change(lines);
      if (before) notes.push(...otherwise(run, facts));
      else {
        if (own) await run.settle(experiment);
        await run.release();
      }
    }
    const ended = new Set(kept.filter(({ run }) => !run.before).map(nameOf));
    if (mine.some((key) => !ended.has(nameOf(key)))) await rm(join(folder, 'complete'), { force: true });
    this.#post({ kind: 'opened', kept, notes: [...new Set(notes)] });
  }

  /** The runs of the experiment, and those of seeds that were being added to it. */
  async #keys(): Promise<RunKey[]> {
    const { folder, experiment } = this.#open!;
    const { arms, seeds } = experiment;
    const names = await namesIn(runsIn(folder));
    const planned = new Set(seeds);
    const added = arms.flatMap((arm) =>
      names.flatMap((name) => {
        const seed = Number(/-(\d{1,16})$/.exec(name)?.[1] ?? NaN);
        const key = { armId: arm.id, seed };
        return !planned.has(seed) && name === runName(arms, key) ? [key] : [];
      }),
    );
    return [...runsOf(experiment), ...added];
  }

  #folderOf(key: RunKey): KeptFolder {
    const { folder, facts } = this.#open!;
    const experiment = this.#experiment!;
    const path = join(folder, 'runs', runName(experiment.arms, key));
    const made = new KeptFolder(path, key, checkpointShape(experiment, facts.vocabulary.length), facts);
    this.#runs.set(nameOf(key), made);
    return made;
  }

  async #begin(runs: readonly RunKey[]): Promise<void> {
    for (const key of runs) {
      const run = this.#runs.get(nameOf(key))!;
      try {
        await run.lock();
      } catch (error) {
        if (!(error instanceof LabError && error.code === 'wrong-state')) throw error;
        run.leave();
        this.#lost(key, error.message);
      }
    }
  }

  #drainSoon(): void {
    if (this.#draining || this.#gaveUp) return;
    this.#draining = true;
    this.#inTurn(async () => {
      try {
        await this.#drain();
      } finally {
        this.#draining = false;
      }
    });
  }

  get #waiting(): KeptFolder | undefined {
    for (const name of this.#ready) {
      const run = this.#runs.get(name);
      if (run?.waiting) return run;
      this.#ready.delete(name);
    }
    return undefined;
  }

  /** Writes what waits; tries again while that fails, for as long as there is patience. */
  async #drain(): Promise<void> {
    for (let run = this.#waiting; run; run = this.#waiting)
      try {
        await this.#write(run);
        if (this.#failing !== null) this.#post({ kind: 'trouble', error: null });
        this.#failing = null;
      } catch (error) {
        if (this.#failing === null) this.#trouble(error, run);
        this.#failing ??= performance.now();
        if (this.#ending) return;
        if (performance.now() - this.#failing > this.#patience) return this.#giveUp();
        await wait(tryEvery);
      }
  }

  /** Writes the checkpoint that waits, as long as no other program writes this run. */
  async #write(run: KeptFolder): Promise<void> {
    await this.#sign(run);
    if (run.waiting) await run.write(this.#experiment!);
  }

  #trouble(error: unknown, run?: KeptFolder): void {
    this.#post({ kind: 'trouble', error: this.#words(error, run) });
  }

  #words(error: unknown, run?: KeptFolder): LabErrorData {
    return writeTrouble(this.#open!.folder, error, run?.bytes ?? 0);
  }

  #giveUp(): void {
    this.#gaveUp = true;
    this.#post({ kind: 'trouble', error: null });
  }

  /** One more try for everything, then what is said of runs that have ended. @returns what could not be written */
  async #finish({ runs: ended, about }: Extract<ToStore, { kind: 'finish' }>): Promise<LabErrorData | null> {
    let last: KeptFolder | undefined;
    try {
      for (let run = this.#waiting; run; run = this.#waiting) {
        last = run;
        await this.#write(run);
      }
      if (about) await writeDurably(join(this.#open!.folder, 'about.json'), aboutText(about));
      await this.#writePlan();
      if (!ended) return null;
      for (const each of ended) {
        last = this.#runs.get(nameOf(each));
        await last?.end(this.#experiment!, each);
      }
      const all = ended.every(({ status }) => status === 'finished' || status === 'diverged');
      if (all && !this.#open!.part) await writeComplete(this.#open!.folder);
      return null;
    } catch (error) {
      return this.#words(error, last);
    }
  }

  /** @returns why it cannot go on there; then it stays where it is */
  async #move(folder: string): Promise<LabErrorData | null> {
    const { folder: before } = this.#open!;
    try {
      await mkdir(folder, { recursive: true });
      const stays = (path: string) => basename(path) === 'lock' || isTemporary(basename(path));
      await cp(before, folder, { recursive: true, filter: (path) => !stays(path) });
      for (const run of this.#runs.values())
        await run.moveTo(join(folder, 'runs', basename(run.folder.path)));
      this.#open = { ...this.#open!, folder };
      return null;
    } catch (error) {
      return writeTrouble(folder, error, 0);
    }
  }

  async #writePlan(): Promise<void> {
    const planned = this.#planned;
    if (!planned) return;
    await writePlan(this.#open!.folder, planned);
    if (this.#planned === planned) this.#planned = null;
  }

  async #sign(run: KeptFolder): Promise<void> {
    if (await run.sign()) return;
    const { armId, seed } = run.key;
    this.#lost(
      run.key,
      `Another program has taken over the run of ${armId} with seed ${seed}, in '${run.folder.path}'.`,
    );
  }

  #lost({ armId, seed }: RunKey, message: string): void {
    // When the whole is complete is no longer known here.
    this.#open = { ...this.#open!, part: true };
    const next = 'It is trained no further here; the other runs go on.';
    this.#post({ kind: 'lost', run: { armId, seed }, error: { code: 'wrong-state', message, next } });
  }

  async #release(): Promise<void> {
    if (this.#signs) clearInterval(this.#signs);
    for (const run of this.#runs.values()) await run.release();
  }
}

/** What is left when the curves of a run are not told: its first step and its last. */
const withoutCurves = (record: RunProgress): RunProgress => ({
  ...record,
  ...thinSteps(record, Infinity),
  gradients: noGradients(),
  training: noTraining(),
});

/** Where rounding may not be what it was. */
function otherwise(run: KeptFolder, { machine, labVersion }: StoreFacts): string[] {
  const meta = run.folder.meta();
  if (!meta || (withoutCores(meta.machine) === withoutCores(machine) && meta.labVersion === labVersion))
    return [];
  return [
    `These runs were begun by loss-lab ${meta.labVersion} on ${meta.machine} and go on with ${labVersion} on ${machine}: where those round differently, the end is not the same to the last bit.`,
  ];
}
