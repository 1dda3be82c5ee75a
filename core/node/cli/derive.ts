import type { Command } from 'commander';
import { LabError } from '../../errors.ts';
import {
  derivationData,
  derivationLatex,
  derivationMarkdown,
  derivationText,
} from '../../derivation/written-derivation.ts';
import { armLayer } from '../../experiments/default-experiment.ts';
import { knownLayerId } from '../../layers/layer-of.ts';
import { probeLimits, type ProbedLayer } from '../../probes/probe.ts';
import { wordsOf, type Language } from '../../words/language.ts';
import { writeDurably } from '../durable-file.ts';
import { refuseBesideText, refuseIdleClamp } from './contradictions.ts';
import { characterName } from './corpus.ts';
import { rateOf } from './experiment-of.ts';
import { warnOfLayers } from './layer-warnings.ts';
import { ownLayersOf } from './own-layer-options.ts';
import { layersOf } from './probe.ts';
import type { ProbeOptions } from './probe-options.ts';
import { isTrainedRun, weightsOfExperiment, weightsOfRun, withOwnOf, type Probed } from './probed-weights.ts';
import { readRun } from './read-run.ts';
import { jsonText } from './terminal.ts';
import { visibleBlock } from '../../words/visible-text.ts';

interface DeriveOptions extends Omit<ProbeOptions, 'out' | 'force' | 'json' | 'fault'> {
  readonly t: number;
  readonly i?: string;
  readonly index?: number;
  readonly unit?: number;
  readonly from?: number;
  readonly format: 'text' | 'md' | 'latex' | 'json';
  readonly language: Language;
  readonly out?: string;
}

/** Index of the output that --i or --index names; null where neither does. */
function outputOf({ i, index }: DeriveOptions, { points }: Probed): number | null {
  const V = points.length;
  if (index !== undefined) {
    if (index < V) return index;
    throw new LabError(
      'bad-argument',
      `There are ${V} outputs; --index ${index} must be from 0 to ${V - 1}.`,
    );
  }
  if (i === undefined) return null;
  const named: Readonly<Record<string, string>> = { space: ' ', '\\n': '\n', '\\t': '\t' };
  const character = named[i] ?? i;
  const point = character.codePointAt(0);
  if (point === undefined || String.fromCodePoint(point) !== character)
    throw new LabError(
      'bad-argument',
      `--i takes one character; it is '${i.slice(0, 40)}'.`,
      'For a space write space, for a line feed \\n, or give --index.',
    );
  const found = points.indexOf(point);
  if (found >= 0) return found;
  throw new LabError(
    'bad-argument',
    `The text has no character ${characterName(point)}.`,
    `loss-lab corpus lists its characters; --index takes a number from 0 to ${V - 1}.`,
  );
}

/** Prints the derivation of one place. */
export async function derive(
  file: string | undefined,
  options: DeriveOptions,
  command: Command,
): Promise<void> {
  const isRun = file !== undefined && (await isTrainedRun(file));
  const run = isRun ? await readRun(file) : null;
  const named = [...(options.layers ?? []), ...(options.arm === undefined ? [] : [options.arm])];
  const brought = await ownLayersOf({ ...options, layers: named });
  const own = run ? withOwnOf(run, brought) : brought;
  const ids = layersOf(options, own);
  const arm = knownLayerId(own, options.arm ?? ids[0]);
  const { clamp, part, start, length, context, t, format, language } = options;
  refuseIdleClamp(options.step === undefined ? ids : [...ids, arm], own, clamp);
  if (length > probeLimits.length)
    throw new LabError(
      'bad-argument',
      `At most ${probeLimits.length} steps are looked at; --length is ${length}.`,
    );
  if (t > length)
    throw new LabError(
      'bad-argument',
      `--t ${t} lies beyond the stretch of --length ${length} steps.`,
      'Give an earlier --t or a longer --length.',
    );
  refuseBesideText(command, isRun ? options.text : file);
  // A trained run does not say what its rate was.
  const rate = !isRun || command.getOptionValueSource('rate') === 'cli' ? rateOf(options) : null;
  const layers: ProbedLayer[] = ids.map((layer) => ({
    layer,
    clamp: armLayer(layer, own).defaultClamp === null ? null : (clamp ?? null),
    rate,
  }));
  const asProbe = { ...options, out: '' };
  const probed = run
    ? await weightsOfRun(file!, run, asProbe, command, own)
    : await weightsOfExperiment(file, asProbe, command, arm, own);
  try {
    await warnOfLayers(
      own.filter(({ id }) => ids.includes(id) || id === arm),
      probed.vocabulary,
      options.trustPlugin,
    );
    const place = {
      t,
      output: outputOf(options, probed),
      unit: options.unit ?? null,
      from: options.from ?? null,
    };
    const found = await probed.derive({ part, start, length, context }, layers, place);
    const words = wordsOf(language);
    const input = { ...found, name: characterName };
    const text = {
      text: () => visibleBlock(derivationText(input, words)),
      md: () => visibleBlock(derivationMarkdown(input, words)),
      latex: () => derivationLatex(input, words, language === 'zh-Hans'),
      json: () => jsonText(asJson(derivationData(input, words))),
    }[format]();
    if (options.out === undefined) process.stdout.write(text);
    else await writeDurably(options.out, text);
  } finally {
    await probed.close();
  }
}

/** JSON has no NaN and no Infinity: they are written as strings. */
const asJson = (value: unknown): unknown =>
  JSON.parse(
    JSON.stringify(value, (_, each: unknown) =>
      typeof each === 'number' && !Number.isFinite(each) ? String(each) : each,
    ),
  );
