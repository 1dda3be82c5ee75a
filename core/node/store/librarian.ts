import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { namesIn, runsIn } from '../disk/in-folder.ts';
import type { KeptHeading } from '../../contract/report-heading-schema.ts';
import type { KeptComparison } from '../../contract/library-data.ts';
import { LabError, toErrorData } from '../../errors.ts';
import type { RobustnessRecord } from '../../experiments/comparison/robustness.ts';
import { lastEvaluation } from '../../experiments/run.ts';
import type { SweepPoint, SweepRun } from '../../experiments/rates/sweep-plan.ts';
import type { Checkpoint } from '../../store/checkpoint.ts';
import { compareKept } from '../../store/compare-kept.ts';
import { libraryEntry, type FoundExperiment, type Holder } from '../../store/library-entry.ts';
import { robustnessText } from '../../store/kept-robustness.ts';
import { described } from '../../store/notes.ts';
import { syncFolder, writeDurably } from '../disk/durable-file.ts';
import type { StoredTexts } from '../../lab/text-port.ts';
import { hashOfFile } from './complete-file.ts';
import { bytesIn, freeBytes } from './disk-use.ts';
import {
  noExperimentIn,
  readExperimentFolder,
  refuseHalf,
  wholeExperimentIn,
  writeExperimentFolder,
  type ExperimentFolder,
} from './experiment-folder.ts';
import {
  findExperiment,
  holderIn,
  isComplete,
  notesIn,
  repeatedIn,
  timeOf,
  writeNotes,
} from './found-experiment.ts';
import { readIndex, writeIndex, type Known } from './library-index.ts';
import { readKeptSweep, writeKeptSweep, writeKeptSweepCheckpoint, writeKeptSweepRun } from './kept-sweep.ts';
import { keptTexts } from './kept-texts.ts';
import { foldersIn, keepText, newFolderName } from './library-places.ts';
import type { KeptEntry, KeptSweep, LibraryPort, Listing } from '../../lab/library-port.ts';
import { readRuns, type KeptRuns } from './read-runs.ts';

/** Milliseconds after which a text that no experiment is on belongs to nobody. */
const untouched = 10 * 60 * 1000;
/** Folders of runs; each changes its time with every checkpoint, and when it gets or loses a lock. */
const runFoldersIn = async (folder: string): Promise<string[]> =>
  (await namesIn(runsIn(folder))).map((name) => join(runsIn(folder), name));

/** Something else whenever an experiment has changed. The runs of a complete one do not. */
async function stampOf(folder: string): Promise<string> {
  const files = ['', 'experiment.json', 'complete', 'notes.json'].map((name) => join(folder, name));
  const times = await Promise.all(files.map(timeOf));
  const complete = times[2] > 0;
  return [...times, ...(complete ? [] : await Promise.all((await runFoldersIn(folder)).map(timeOf)))].join();
}

/** When something of its runs was written last, milliseconds. */
async function lastTouched(folder: string): Promise<number> {
  return Math.max(0, ...(await Promise.all((await runFoldersIn(folder)).map(timeOf))));
}

/** A file of a text that is to be kept. */
export interface KeptFile {
  readonly path: string;
  readonly name: string;
  readonly sha256: string;
}

/** An experiment as it is found to go on with. */
interface FoundPlan extends ExperimentFolder, Place {
  readonly holder: Holder;
  readonly complete: boolean;
  /** What authors say on its report; null where they have said nothing. */
  readonly heading: KeptHeading | null;
  readonly robustness: RobustnessRecord | null;
  readonly sweep: KeptSweep | null;
  /** Where its text lies; null where that is nowhere to be found, and for built-in ones. */
  readonly stored: StoredTexts | null;
}

/** Where an experiment lies that a screen names. */
interface Place {
  readonly folder: string;
  readonly trashed: boolean;
}

/**
 * Knows the experiments of a library, and moves and describes them: what the thread of a library does.
 * Experiments that have not changed since are not read again, also by a later program.
 */
export class Librarian {
  readonly folder: string;
  /** By folder within the library; null before the first look. */
  #known: Map<string, Known> | null = null;

  constructor(folder: string) {
    this.folder = folder;
  }

  get #index(): string {
    return join(this.folder, '.index.json');
  }

  get #trash(): string {
    return join(this.folder, 'trash');
  }

  async list(): Promise<Listing> {
    const before = (this.#known ??= await readIndex(this.#index));
    const known = new Map<string, Known>();
    const entries: KeptEntry[] = [];
    const skipped: { name: string; reason: string }[] = [];
    for (const [within, trashed] of [
      [this.folder, false],
      [this.#trash, true],
    ] as const)
      for (const name of await foldersIn(within))
        try {
          const entry = await this.#entry(name, { folder: join(within, name), trashed }, known);
          if (entry) entries.push(entry);
        } catch (error) {
          skipped.push({ name: trashed ? `trash/${name}` : name, reason: toErrorData(error).message });
        }
    this.#known = known;
    if ([...known].some(([key, { stamp }]) => before.get(key)?.stamp !== stamp) || known.size !== before.size)
      await writeIndex(this.#index, known);
    const ofEntries = (some: readonly KeptEntry[]) => some.reduce((sum, { bytes }) => sum + bytes, 0);
    return {
      bytes: ofEntries(entries) + (await bytesIn(join(this.folder, 'texts'))),
      trashBytes: ofEntries(entries.filter(({ trashed }) => trashed !== null)),
      freeBytes: await freeBytes(this.folder),
      entries: entries.sort((a, b) => (a.started < b.started ? 1 : -1)),
      skipped,
    };
  }

  /**
   * An experiment of the library in short; null for a folder that holds none.
   * @param known gets what need not be read again
   * @throws LabError `file-not-read`
   */
  async #entry(id: string, place: Place, known: Map<string, Known>): Promise<KeptEntry | null> {
    const key = place.trashed ? `trash/${id}` : id;
    const stamp = await stampOf(place.folder);
    const before = this.#known?.get(key);
    if (before?.stamp === stamp) {
      const entry = { ...before.entry, id };
      known.set(key, { stamp, entry });
      return entry;
    }
    const found = await findExperiment(place.folder, place.trashed);
    if (!found) await refuseHalf(place.folder);
    if (!found) return null;
    const entry = { ...libraryEntry(found), touched: await lastTouched(place.folder) };
    if (found.holder === 'nobody') known.set(key, { stamp, entry });
    return entry;
  }

  /**
   * Where an experiment lies. Only names that stand in the library lead anywhere.
   * @throws LabError `unknown-name`
   */
  async place(id: string): Promise<Place> {
    if ((await foldersIn(this.folder)).includes(id)) return { folder: join(this.folder, id), trashed: false };
    if ((await foldersIn(this.#trash)).includes(id)) return { folder: join(this.#trash, id), trashed: true };
    throw new LabError(
      'unknown-name',
      `The library has no experiment '${id}'.`,
      'It may have been removed or renamed since; the list shows what there is.',
    );
  }

  /** An experiment with the runs as far as evaluations tell. @throws LabError `unknown-name`, `file-not-read` */
  async #read(id: string): Promise<FoundExperiment> {
    const { folder, trashed } = await this.place(id);
    const found = await findExperiment(folder, trashed);
    if (!found) throw noExperimentIn(folder);
    return found;
  }

  /** Makes the folder of an experiment that begins. @returns its name */
  async begin({ experiment, about }: ExperimentFolder): Promise<string> {
    await mkdir(this.folder, { recursive: true });
    const names = [...(await namesIn(this.folder)), ...(await namesIn(this.#trash))];
    const id = newFolderName(names, experiment, about.corpus.name, about.begun);
    await writeExperimentFolder(join(this.folder, id), { experiment, about });
    return id;
  }

  /** Keeps the files of a text, each once for all experiments. @throws LabError `file-not-written`, `text-changed` */
  async keepTexts(files: readonly KeptFile[]): Promise<void> {
    for (const { path, name, sha256 } of files) {
      const kept = await keepText(this.folder, path, sha256, name);
      if ((await hashOfFile(kept)) === sha256) continue;
      await rm(kept, { force: true });
      throw new LabError(
        'text-changed',
        `The text '${name}' has changed since it was read, and could not be kept with the experiment.`,
        'Keep a copy of the text as it was: the experiment can only go on with that.',
      );
    }
  }

  async keepRobustness(id: string, steps: number, record: RobustnessRecord): Promise<void> {
    const { folder } = await this.place(id);
    await writeDurably(join(folder, 'robustness.json'), robustnessText(steps, record));
  }

  async keepSweep(id: string, sweep: KeptSweep): Promise<void> {
    const { folder } = await this.place(id);
    await writeKeptSweep(folder, await wholeExperimentIn(folder), sweep);
  }

  async keepSweepRun(id: string, run: SweepRun): Promise<void> {
    await writeKeptSweepRun((await this.place(id)).folder, run);
  }

  async keepSweepCheckpoint(id: string, point: SweepPoint, checkpoint: Checkpoint): Promise<void> {
    await writeKeptSweepCheckpoint((await this.place(id)).folder, point, checkpoint);
  }

  /** The runs of an experiment with all their steps. */
  async records(id: string): Promise<KeptRuns> {
    const found = await this.plan(id);
    return readRuns(found.folder, found, { curves: true });
  }

  /** The plan and the facts of an experiment, under the name that it has in the library. */
  async plan(id: string): Promise<FoundPlan> {
    const place = await this.place(id);
    const found = await wholeExperimentIn(place.folder);
    const notes = await notesIn(place.folder);
    const experiment = described(found.experiment, notes);
    return {
      ...found,
      ...place,
      experiment,
      heading: notes.report,
      holder: await holderIn(place.folder),
      complete: await isComplete(place.folder),
      robustness: await repeatedIn(place.folder, experiment),
      sweep: await readKeptSweep(place.folder),
      stored: await keptTexts(this.folder, place.folder, found.about),
    };
  }

  /** What is left out stays. */
  async describe(
    id: string,
    { name, question, labels, tags, notes, report }: Parameters<LibraryPort['describe']>[1],
  ): Promise<void> {
    const { folder } = await this.place(id);
    const before = await notesIn(folder);
    await writeNotes(folder, {
      ...before,
      name: name ?? before.name,
      question: question ?? before.question,
      labels: { ...before.labels, ...labels },
      tags: tags ?? before.tags,
      notes: notes ?? before.notes,
      report: report === undefined ? before.report : report,
    });
  }

  /** @throws LabError `wrong-state` while a program trains it */
  async trash(id: string, date: string): Promise<void> {
    const { folder, trashed } = await this.place(id);
    if (trashed) return;
    await this.#refuseHeld(id, folder);
    await writeNotes(folder, { ...(await notesIn(folder)), trashed: date });
    await this.#move(folder, this.folder, this.#trash, id);
  }

  async restore(id: string): Promise<void> {
    const { folder, trashed } = await this.place(id);
    if (!trashed) return;
    await writeNotes(folder, { ...(await notesIn(folder)), trashed: null });
    await this.#move(folder, this.#trash, this.folder, id);
  }

  /** Removes an experiment of which nothing is trained, for good; any other one stays. */
  async discard(id: string): Promise<void> {
    const { folder } = await this.place(id);
    const found = await findExperiment(folder);
    if (!found || found.holder !== 'nobody' || found.runs.some((run) => lastEvaluation(run))) return;
    // Without its plan a folder is no experiment, also where the rest stays because the program is killed here.
    await rm(join(folder, 'experiment.json'));
    await rm(folder, { recursive: true, force: true });
  }

  async #refuseHeld(id: string, folder: string): Promise<void> {
    const holder = await holderIn(folder);
    if (holder === 'nobody') return;
    throw new LabError(
      'wrong-state',
      `'${id}' is in training${holder === 'here' ? '' : ' in another program'}.`,
      'Stop it first.',
    );
  }

  /** Moves a folder whole; where the name is taken, beside it under a further one. */
  async #move(folder: string, from: string, to: string, id: string): Promise<void> {
    await mkdir(to, { recursive: true });
    const names = await namesIn(to);
    let name = id;
    for (let number = 2; names.includes(name); number++) name = `${id}~${number}`;
    await rename(folder, join(to, name));
    await syncFolder(from);
    await syncFolder(to);
  }

  /** Deletes the experiments in the trash, for good, and texts that no other one is on; what is not the lab's stays. */
  async emptyTrash(): Promise<void> {
    for (const name of await foldersIn(this.#trash)) {
      const folder = join(this.#trash, name);
      if (await readExperimentFolder(folder).catch(() => true))
        await rm(folder, { recursive: true, force: true });
    }
    await this.#sweepTexts();
  }

  /** Where an experiment cannot be read, nobody knows what text it needs: then all stay. */
  async #sweepTexts(): Promise<void> {
    const texts = join(this.folder, 'texts');
    const used = new Set<string>();
    for (const name of await foldersIn(this.folder)) {
      const found = await readExperimentFolder(join(this.folder, name)).catch(() => undefined);
      if (found === undefined) return;
      if (!found) continue;
      const { sha256, files } = found.about.corpus;
      for (const each of [sha256, ...files.map((file) => file.sha256)]) used.add(each);
    }
    for (const name of await namesIn(texts)) {
      const folder = join(texts, name);
      // A program may be about to begin an experiment on a text that it has just kept.
      const old = Date.now() - (await timeOf(folder)) > untouched;
      if (/^[0-9a-f]{64}$/.test(name) && !used.has(name) && old)
        await rm(folder, { recursive: true, force: true });
    }
  }

  async compare(ids: readonly string[]): Promise<KeptComparison> {
    return compareKept(await Promise.all(ids.map((id) => this.#read(id))));
  }
}
