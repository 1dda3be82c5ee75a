import { defaultSplit } from '../../core/corpora/corpus.ts';
import { textParts } from '../../core/corpora/parts.ts';
import type { Engine } from '../../core/network/engine.ts';
import { evaluate } from '../../core/network/evaluate.ts';
import { stream } from '../../core/network/random.ts';
import { glimpseOf } from '../../core/lab/training/glimpse.ts';
import { digits, milliseconds, table, withSpread } from './document.ts';
import { engineOf } from './engines.ts';
import { interleaved, type Peer, type Rounds } from './rounds.ts';
import type { Section } from './section.ts';
import { charactersPerStep, describeSetting, setting, type Setting } from './settings.ts';
import { median, medianRatio } from './statistics.ts';
import { skewedIndices } from './skewed-indices.ts';
import { subject } from './subject.ts';
import { secondsPerCall } from './timing.ts';

/** Characters of an evaluation. */
const evaluated = 20_000;
const never = () => false;

/** Which networks: float64 takes minutes on the larger ones. */
const measuredOn: readonly (readonly [Engine['id'], readonly string[]])[] = [
  ['float32', ['S', 'M', 'L', 'CJK']],
  ['float64', ['S', 'M']],
];

/** Seconds that training on `characters` takes, reading as many, and a glimpse. */
function peersOf(precision: Engine['id'], sizes: Setting, characters: number): Peer[] {
  const { network, layer, step } = subject(engineOf(precision), sizes);
  const indices = skewedIndices(characters + 1, sizes.vocabulary, stream(3, 'order'));
  const vocabulary = Uint32Array.from({ length: sizes.vocabulary }, (_, i) => 0x4e00 + i);
  const text = { indices, vocabulary, parts: textParts(characters, defaultSplit) };
  const read = () => void evaluate(network, indices, [{ from: 1, to: characters + 1 }], start, layer, never);
  const start = { kind: 'carried', state: network.readState() } as const;
  const run = {
    network,
    layer,
    seed: 1,
    steps: 1,
    status: 'training' as const,
    gradientNorms: {},
    readingStart: () => start,
    keptFigures: null,
  };
  const look = () => void glimpseOf(run, text, never);
  return [
    {
      name: 'training',
      measure: (time) => (secondsPerCall(step, time) * characters) / charactersPerStep(sizes),
    },
    { name: 'evaluation', measure: (time) => secondsPerCall(read, time) },
    { name: 'glimpse', measure: (time) => secondsPerCall(look, time) },
  ];
}

export const readingCost: Section = {
  name: 'reading',
  title: 'Evaluations and glimpses',
  async measure({ rounds, seconds, quick }) {
    const characters = quick ? evaluated / 10 : evaluated;
    const raw: Record<string, Rounds> = {};
    const rows: string[][] = [];
    for (const [precision, names] of measuredOn)
      for (const name of names) {
        const sizes = setting(name);
        const measured = await interleaved(peersOf(precision, sizes, characters), rounds, seconds);
        raw[`${precision} ${name}`] = measured;
        const { training, evaluation, glimpse } = measured;
        const steps = characters / charactersPerStep(sizes);
        rows.push([
          precision,
          describeSetting(sizes),
          milliseconds(median(training)),
          withSpread(evaluation, milliseconds),
          digits(medianRatio(evaluation, training)),
          withSpread(glimpse, milliseconds),
          digits(steps * medianRatio(glimpse, training)),
        ]);
      }
    return {
      lines: [
        `An evaluation on ${characters} characters against training on as many, and what a lane shows of a run.`,
        '',
        ...table(
          [
            'precision',
            'setting',
            'training',
            'evaluation',
            'evaluation / training',
            'glimpse',
            'glimpse, in training steps',
          ],
          rows,
        ),
      ],
      raw,
    };
  },
};
