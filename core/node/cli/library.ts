import { bestArms } from '../../experiments/comparison/lead.ts';
import { standing } from '../../experiments/comparison/standing.ts';
import { primaryYardstick } from '../../experiments/plan/plan.ts';
import { lastEvaluation } from '../../experiments/run.ts';
import { yardstickById } from '../../yardsticks/registry.ts';
import { libraryFolder } from '../store/library-folder.ts';
import { entryNamed, readLibrary, type LibraryEntry } from '../store/library.ts';
import { readRuns } from '../store/read-runs.ts';
import { bytesWords } from '../../words/kept-words.ts';
import { resultsJson, standingText } from './results.ts';
import { grouped, jsonText, line, table } from './terminal.ts';

/** How far an experiment is, in words. */
function stateWords({ state, experiment, runs }: LibraryEntry): string {
  if (state === 'finished') return 'finished';
  const reached = Math.min(...runs.map((run) => lastEvaluation(run)?.step ?? 0));
  return state === 'begun'
    ? 'begun'
    : `broken off, evaluated up to ${grouped(reached)} of ${grouped(experiment.steps)}`;
}

/** Who has the best mean on the yardstick that was declared; empty before the first evaluation. */
function headline({ experiment, runs }: LibraryEntry): string {
  const id = primaryYardstick(experiment);
  const { arms } = standing(experiment, runs);
  const [best, ...others] = bestArms(arms, id);
  if (!best || others.length > 0) return '';
  return `${best.armId} ${best.yardsticks[id].mean.toFixed(3)} ${yardstickById(id).label}`;
}

/** Lists the experiments that are kept in the library. */
export async function library({ json }: { readonly json?: boolean }): Promise<void> {
  const folder = libraryFolder();
  const { entries, problems } = await readLibrary(folder);
  for (const problem of problems) process.stderr.write(`Passed over: ${line(problem)}\n`);
  if (json) {
    const rows = entries.map((entry) => ({
      id: entry.id,
      folder: entry.folder,
      name: entry.experiment.name,
      question: entry.experiment.question,
      begun: entry.about.begun,
      text: entry.about.corpus.name,
      arms: entry.experiment.arms.map(({ id }) => id),
      seeds: entry.experiment.seeds.length,
      steps: entry.experiment.steps,
      state: entry.state,
      headline: headline(entry),
      bytes: entry.bytes,
    }));
    process.stdout.write(jsonText(rows));
    return;
  }
  if (entries.length === 0) {
    process.stdout.write(
      `Nothing is kept in '${line(folder)}' yet. compare --keep keeps an experiment there; LOSS_LAB_LIBRARY names another folder.\n`,
    );
    return;
  }
  const rows = entries.map((entry) => [
    entry.id,
    entry.about.corpus.name,
    `${entry.experiment.arms.length} × ${entry.experiment.seeds.length}`,
    stateWords(entry),
    headline(entry),
    bytesWords(entry.bytes),
  ]);
  const bytes = entries.reduce((sum, entry) => sum + entry.bytes, 0);
  process.stdout.write(
    `${table(['experiment', 'text', 'arms × seeds', 'state', 'best so far', 'on disk'], rows, new Set([5]))}\n\n${entries.length} ${entries.length === 1 ? 'experiment' : 'experiments'}, ${bytesWords(bytes)}, in '${line(folder)}'.\n`,
  );
}

/** Shows one experiment of the library: what it is, how it stands, and its standing. */
export async function show(id: string, { json }: { readonly json?: boolean }): Promise<void> {
  const entry = await entryNamed(libraryFolder(), id);
  const { experiment, about, folder } = entry;
  const { runs, damage } = readRuns(folder, entry, { curves: true });
  for (const sentence of damage) process.stderr.write(`${line(sentence)}\n`);
  const snapshot = {
    experiment,
    ownLayers: about.ownLayers,
    corpus: about.corpus,
    baselines: about.baselines,
    runs,
    phase: entry.state === 'finished' ? 'finished' : 'stopped',
    overall: { stepsDone: 0, stepsTotal: 0, charactersPerSecond: 0, secondsLeft: null, gigaflops: 0 },
    search: null,
    adding: null,
    robustness: null,
    wantedBytes: null,
    opened: true,
    kept: entry.id,
  } as const;
  if (json) {
    process.stdout.write(jsonText({ id: entry.id, folder, state: entry.state, ...resultsJson(snapshot) }));
    return;
  }
  const { model, optimizer, precision, question } = experiment;
  const lines = [
    `${experiment.name}, begun ${about.begun}, ${stateWords(entry)}; ${bytesWords(entry.bytes)} in '${folder}'.`,
    ...(question ? [question] : []),
    `H ${model.hidden}, T ${model.length}, B ${model.batch}, ${optimizer.id}, ${precision}, ${grouped(experiment.steps)} steps; SHA-256 of the text ${about.corpus.sha256}.`,
    ...(entry.state === 'finished' ? [] : [`loss-lab resume '${folder}' goes on with it.`]),
  ].map(line);
  process.stdout.write(`${lines.join('\n')}\n\n${standingText(snapshot)}\n`);
}
