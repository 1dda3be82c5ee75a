import { defaultSplit, type CorpusSummary } from '../../corpora/corpus.ts';
import { pairsOf } from '../plan/plan.ts';
import type { CorpusReference, Experiment } from '../experiment.ts';
import { fewestForEProcess } from '../statistics/e-process.ts';
import { experimentLink } from './experiment-link.ts';

/** The text of an experiment as a command line names it. */
interface NamedText {
  /** Names of its files in their order; empty for a built-in text. */
  readonly files: readonly string[];
  /** The file of a held-out text of its own. */
  readonly heldOut: string | null;
}

/** The files of the text of an experiment; one that is not at hand has the name that the experiment knows it by. */
export function namedText(wanted: CorpusReference, files: CorpusSummary['files'] = []): NamedText {
  if (wanted.kind === 'builtin') return { files: [], heldOut: null };
  const names = (heldOut: boolean) =>
    files.filter((file) => file.heldOut === heldOut).map(({ name }) => name);
  const learned = names(false);
  return {
    files: learned.length > 0 ? learned : [wanted.name],
    heldOut: names(true)[0] ?? wanted.heldOut?.name ?? null,
  };
}

/**
 * The arguments of the `compare` that makes the same experiment: all options, also those that are usual now. What has no
 * options (two arms of one layer, own losses, tuned rates, …) goes along as a link.
 * @param textBytes size of a text that was read
 */
export function compareArguments(
  experiment: Experiment,
  { files, heldOut }: NamedText,
  textBytes: number | null,
): string[] {
  const options = optionsOf(experiment);
  const beside = heldOut === null ? [] : ['--held-out-file', named(heldOut)];
  return [
    'compare',
    ...files.map(named),
    ...beside,
    ...(options ?? ['--experiment', experimentLink({ experiment, textBytes })]),
  ];
}

/** A file that begins with a dash would be an option. */
const named = (file: string): string => (file.startsWith('-') ? `./${file}` : file);

/** The command as it is pasted into a shell (POSIX). */
export const commandLine = (given: readonly string[]): string => ['loss-lab', ...given].map(quoted).join(' ');

const quoted = (word: string): string =>
  /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;

/** The options that say everything but which file is read; null where some of the experiment has none. */
function optionsOf(experiment: Experiment): string[] | null {
  const { model, optimizer, evaluation, name, question } = experiment;
  const parts = [
    plainWords(name) && ['--name', name],
    plainWords(question) && (question === '' ? [] : ['--question', question]),
    textOptions(experiment.corpus),
    armOptions(experiment),
    Object.keys(optimizer.settings).length === 0 && ['--optimizer', optimizer.id],
    planOptions(experiment),
    evaluation.start === 'carried' && [
      ...['--steps', String(experiment.steps)],
      ...['--evaluate-every', String(evaluation.every)],
      ...['--evaluate-characters', String(evaluation.characters)],
    ],
    stoppingOptions(experiment),
    clippingOptions(experiment),
    [
      ...['--hidden', String(model.hidden), '--length', String(model.length), '--batch', String(model.batch)],
      ...(model.biases ? [] : ['--no-biases']),
      ...['--initial', model.initial, '--output-bias', model.outputBias],
      ...(['Wxh', 'Whh', 'Why'] as const).flatMap((matrix) => [
        `--scale-${matrix.toLowerCase()}`,
        String(model.initialScale[matrix]),
      ]),
      ...['--precision', experiment.precision],
    ],
  ];
  const said = parts.filter((part) => part !== null && part !== false);
  return said.length === parts.length ? said.flat() : null;
}

/** Whether words stay on one line. */
const plainWords = (text: string): boolean => !/[\p{Cc}\p{Cs}]/u.test(text);

function textOptions(corpus: CorpusReference): string[] | null {
  if (corpus.kind === 'builtin') {
    const { id, seed, characters, split } = corpus;
    return [
      ...['--builtin', id, '--characters', String(characters), '--builtin-seed', String(seed)],
      ...['--split', split.split, '--held-out', String(split.heldOutShare)],
      ...['--tuning', String(split.tuningShare)],
    ];
  }
  const { encoding, normaliseLineEnds, minimumCount, split, heldOutShare, tuningShare } = corpus.options;
  // Beside a held-out text of its own the share of one counts for nothing, and no option says it.
  if (split === 'file' && heldOutShare !== defaultSplit.heldOutShare) return null;
  return [
    ...(encoding === null ? [] : ['--encoding', encoding]),
    ...(split === 'file' ? [] : ['--split', split, '--held-out', String(heldOutShare)]),
    ...['--tuning', String(tuningShare)],
    ...(normaliseLineEnds ? ['--normalise-line-ends'] : []),
    ...['--minimum-count', String(minimumCount)],
  ];
}

function armOptions({ arms, layers, tuning, search }: Experiment): string[] | null {
  const clamps = new Set(arms.flatMap(({ clamp }) => clamp ?? []));
  const once = new Set(arms.map(({ layer }) => layer)).size === arms.length;
  const usual = once && arms.every(({ id, layer }) => id === layer) && layers.length === 0;
  if (!usual || tuning !== null || search !== null || clamps.size > 1) return null;
  const same = arms.every(({ rate }) => rate === arms[0].rate);
  return [
    ...['--layers', arms.map(({ layer }) => layer).join(',')],
    ...(same
      ? ['--rate', String(arms[0].rate)]
      : ['--rates', arms.map(({ layer, rate }) => `${layer}=${rate}`).join(',')]),
    ...[...clamps].flatMap((clamp) => ['--clamp', String(clamp)]),
  ];
}

function planOptions({ plan, seeds, arms, additions }: Experiment): string[] | null {
  const [first] = seeds;
  const inOrder = seeds.every((seed, i) => seed === first + i);
  if (!plan || plan.seeds !== seeds.length || !inOrder || additions.length > 0) return null;
  const { yardstick, smallest, untilDecided } = plan;
  const pairs = pairsOf(arms.length);
  const decides = pairs > 0 && Number(untilDecided) >= Math.max(seeds.length, fewestForEProcess(pairs));
  if (untilDecided !== null && !decides) return null;
  const differences = Object.entries(smallest ?? {}).map(([id, value]) => `${id}=${value}`);
  return [
    ...['--seeds', String(seeds.length), '--seed', String(first), '--primary', yardstick],
    ...(differences.length > 0 ? ['--smallest', differences.join(',')] : []),
    ...(untilDecided === null ? [] : ['--until-decided', String(untilDecided)]),
  ];
}

function stoppingOptions({ stopping, arms }: Experiment): string[] | null {
  if (!stopping) return [];
  const { target, plateau, budget } = stopping;
  if (budget) {
    const order = budget.arms.map(({ armId }) => arms.findIndex(({ id }) => id === armId));
    const sorted = order.every((place, i) => i === 0 || place > order[i - 1]);
    // One limit for all and others beside it have no form.
    if (!sorted || (budget.limit !== null && budget.arms.length > 0)) return null;
  }
  const limit =
    budget && (budget.limit ?? budget.arms.map((each) => `${each.armId}=${each.limit}`).join(','));
  return [
    ...(target ? ['--stop-at', `${target.yardstick}=${target.value}`] : []),
    ...(plateau
      ? ['--stop-plateau', `${plateau.yardstick}=${plateau.evaluations}:${plateau.tolerance}`]
      : []),
    ...(budget ? [budget.unit === 'steps' ? '--stop-after' : '--stop-after-characters', String(limit)] : []),
  ];
}

function clippingOptions({ clipping }: Experiment): string[] {
  if (clipping.kind === 'off') return ['--clip', '0'];
  return [clipping.kind === 'value' ? '--clip-value' : '--clip', String(clipping.threshold)];
}
