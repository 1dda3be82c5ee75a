import { join, resolve } from 'node:path';
import { runsOf, type RunKey } from '../../../contract/run-book.ts';
import type { LabSnapshot } from '../../../contract/lab-data.ts';
import { LabError, type LabErrorData } from '../../../errors.ts';
import { experimentDifferences } from '../../../experiments/plan/experiment-differences.ts';
import type { HostedLab } from '../../../lab/create-lab.ts';
import { endedRuns } from '../../../lab/training/run-keeper.ts';
import type { TextPlace } from '../../../store/about.ts';
import { described } from '../../../store/notes.ts';
import { copyDurably } from '../../disk/durable-file.ts';
import {
  moveAside,
  readExperimentFolder,
  writeExperimentFolder,
  writePlan,
} from '../../store/experiment-folder.ts';
import { FolderKeeper } from '../../store/folder-keeper.ts';
import { notesIn } from '../../store/found-experiment.ts';
import { storeThread } from '../../store/store-channel.ts';
import { aboutNow, storeFacts } from '../../store/store-facts.ts';
import { say } from '../printed/terminal.ts';
import { trainToEnd, type Ended } from './training.ts';

const storeEntry = new URL('./store-thread.js', import.meta.url);
const runtime = `Node ${process.versions.node}`;

/** Where a text is found again. */
export interface KeptText {
  readonly text: TextPlace;
  /** A file that goes when this program ends, to be copied into the folder; else null. */
  readonly copied: string | null;
}

/** The folder of a comparison while it is trained. */
export class KeptComparison {
  readonly folder: string;
  readonly #keeper: FolderKeeper;

  private constructor(folder: string, keeper: FolderKeeper) {
    this.folder = folder;
    this.#keeper = keeper;
  }

  /**
   * Makes a folder that of the lab's experiment, or opens it where it is that already, under the name and with the question
   * that it has there; from here on nothing is lost.
   * @param text where its bytes are found again; those of `copied` are copied into the folder
   * @param mine the runs of a part; null for all there are
   * @param replace what another experiment has left there moves aside
   * @throws LabError `wrong-state` where another program writes the runs, `file-not-written`
   */
  static async begin(
    lab: HostedLab,
    folder: string,
    { text, copied }: KeptText,
    mine: ((run: RunKey) => boolean) | null,
    replace: boolean,
  ): Promise<KeptComparison> {
    if (replace) {
      const aside = await moveAside(folder);
      if (aside !== null) say(`What was in '${folder}' before is in '${join(folder, aside)}' now.`);
    }
    const found = await readExperimentFolder(folder);
    if (found) await lab.sayAsKept(described(found.experiment, await notesIn(folder)));
    const { experiment, ...known } = await lab.snapshot({});
    const corpus = lab.corpus();
    if (!corpus) throw new LabError('no-corpus', 'There is no text to train on.');
    if (!found) {
      if (copied !== null) await copyDurably(copied, join(folder, 'text'));
      await writeExperimentFolder(folder, {
        experiment,
        about: aboutNow(corpus.summary, known, text, runtime),
      });
    } else if (experimentDifferences(found.experiment, experiment).length > 0)
      await writePlan(folder, experiment);
    const keys = runsOf(experiment);
    const keeper = await FolderKeeper.open(storeThread(storeEntry), {
      folder: resolve(folder),
      experiment,
      mine: mine ? keys.filter(mine) : keys,
      part: mine !== null,
      facts: storeFacts(corpus, runtime),
    });
    for (const note of keeper.notes) say(note);
    return new KeptComparison(folder, keeper);
  }

  /** Trains what is left of the runs. */
  train(lab: HostedLab, mine?: (run: RunKey) => boolean): Promise<Ended> {
    const off = lab.on('problem', ({ message, next }) => {
      say(message);
      if (next) say(`  ${next}`);
    });
    const stopping = `Stopping; what there is is kept, and the same command goes on with it.`;
    return trainToEnd(lab, stopping, { keeper: this.#keeper, ...(mine && { mine }) }).finally(off);
  }

  /** Writes everything there is of the runs. @returns what could not be written */
  async finish({ experiment, runs }: LabSnapshot): Promise<LabErrorData | null> {
    const error = await this.#keeper.finish(endedRuns(runs), null);
    if (error) return error;
    // Seeds may have been added.
    const found = await readExperimentFolder(this.folder);
    if (found && found.experiment.seeds.length !== experiment.seeds.length)
      await writePlan(this.folder, experiment);
    return null;
  }

  /** Gives the runs free for other programs. */
  close(): Promise<void> {
    return this.#keeper.close();
  }
}
