import type { KeptState, LibraryEntry } from '../contract/library-data.ts';
import { headline } from '../experiments/comparison/headline.ts';
import { inShort } from '../experiments/comparison/in-short.ts';
import { ranking } from '../experiments/comparison/lead.ts';
import { allPairs } from '../experiments/comparison/paired-difference.ts';
import { standing } from '../experiments/comparison/standing.ts';
import { openPairs } from '../experiments/comparison/until-decided.ts';
import type { Experiment } from '../experiments/experiment.ts';
import { primaryYardstick } from '../experiments/plan/plan.ts';
import { lastEvaluation, type RunRecord } from '../experiments/run.ts';
import { inEnglish } from '../words/said/say.ts';
import { keptName } from '../words/kept-words.ts';
import type { About } from './about.ts';
import { keptArms } from './kept-arms.ts';
import type { KeptNotes } from './notes.ts';

/** Who holds the right to write runs of a folder. */
export type Holder = 'nobody' | 'here' | 'elsewhere';

/** What a reading of a kept experiment's folder has found. */
export interface FoundExperiment {
  readonly id: string;
  readonly experiment: Experiment;
  readonly about: About;
  readonly notes: KeptNotes;
  /** As far as evaluations tell: there are no steps in it. */
  readonly runs: readonly RunRecord[];
  /** It lists the files of its results: every run has ended by itself. */
  readonly complete: boolean;
  readonly holder: Holder;
  readonly bytes: number;
}

/** How an experiment of the library stands, by what its folder says. */
function keptState({ runs, complete, holder }: FoundExperiment): KeptState {
  if (holder !== 'nobody') return holder === 'here' ? 'training' : 'elsewhere';
  if (complete) return 'finished';
  if (!runs.some((run) => lastEvaluation(run))) return 'begun';
  return runs.some(({ status }) => status === 'stopped') ? 'stopped' : 'broken-off';
}

const goesOn = ({ status }: RunRecord): boolean => status !== 'diverged' && status !== 'failed';

/** How a sentence of what came out speaks of each state. */
const moments = {
  training: 'training',
  elsewhere: 'training',
  finished: 'ended',
  stopped: 'stopped',
  'broken-off': 'stopped',
  begun: 'training',
} as const;

/** An experiment of the library in short: what a list shows. The screen's own one is marked by whoever knows it. */
export function libraryEntry(found: FoundExperiment): Omit<LibraryEntry, 'current'> {
  const { id, experiment, about, notes, runs, bytes } = found;
  const { corpus, begun, ownLayers } = about;
  const arms = keptArms(experiment, ownLayers);
  const label = (armId: string) => arms.find((arm) => arm.id === armId)?.label ?? armId;
  const yardstick = primaryYardstick(experiment);
  const rows = standing(experiment, runs).arms;
  const evaluated = runs.some((run) => lastEvaluation(run));
  const pairs = allPairs(rows, yardstick, experiment);
  const { means, text } = inShort(rows, pairs, yardstick, label);
  const state = keptState(found);
  const moment = moments[state];
  const asked = { arms: rows, pairs, yardstick, label, say: inEnglish, step: null };
  const reached = runs
    .filter(goesOn)
    .map((run) => (run.early ? experiment.steps : (lastEvaluation(run)?.step ?? 0)));
  return {
    id,
    name:
      notes.name ??
      keptName(
        experiment.name,
        arms.map((arm) => arm.label),
        corpus.name,
      ),
    question: experiment.question,
    text: { name: corpus.name, sha256: corpus.sha256, characters: corpus.characters },
    started: begun,
    arms,
    seeds: experiment.seeds.length,
    steps: experiment.steps,
    reached: reached.length > 0 ? Math.min(...reached) : experiment.steps,
    state,
    canGoOn: (state === 'stopped' || state === 'broken-off' || state === 'begun') && notes.trashed === null,
    headline: evaluated ? text || means : null,
    answer: evaluated ? headline({ ...asked, moment }).sentence : null,
    ranking: {
      yardstick,
      arms: ranking(rows, yardstick).map((row) => ({
        armId: row.armId,
        mean: row.yardsticks[yardstick].mean,
      })),
    },
    pairs: {
      decided: evaluated ? pairs.length - openPairs(experiment, runs).length : 0,
      all: pairs.length,
    },
    bytes,
    tags: notes.tags,
    notes: notes.notes,
    trashed: notes.trashed,
  };
}
