import { fastEngine } from '../../core/network/fast/fast-engine.ts';
import { optimizers } from '../../core/optimizers/registry.ts';
import { trainingLayerOf } from '../../core/layers/layer-of.ts';
import { defaultClamp, outputLayers } from '../../core/outputs/registry.ts';
import { milliseconds, percent, table, times } from './document.ts';
import { interleaved, type Rounds } from './rounds.ts';
import type { Plan, Section } from './section.ts';
import { describeSetting, setting } from './settings.ts';
import { median, medianRatio, spread } from './statistics.ts';
import { subject, type Choice } from './subject.ts';
import { secondsPerCall } from './timing.ts';

const names = ['S', 'M', 'L'];

/** Seconds of a step of each choice at each setting, with the float32 engine. */
async function stepTimes(
  choices: Readonly<Record<string, Choice>>,
  { rounds, seconds }: Plan,
): Promise<Record<string, Rounds>> {
  const raw: Record<string, Rounds> = {};
  for (const name of names) {
    const peers = Object.entries(choices).map(([choice, parts]) => {
      const { step } = subject(fastEngine(), setting(name), parts);
      return { name: choice, measure: (time: number) => secondsPerCall(step, time) };
    });
    raw[name] = await interleaved(peers, rounds, seconds);
  }
  return raw;
}

/** Medians of step times, and how they compare with those of `base` in the same rounds. */
function stepTable(kind: string, raw: Readonly<Record<string, Rounds>>, base: string): string[] {
  const cell = (measured: Rounds, name: string) => {
    const own = measured[name];
    const relative = name === base ? '1' : times(medianRatio(own, measured[base]));
    return `${relative} (${milliseconds(median(own))} ± ${percent(spread(own))})`;
  };
  return table(
    [kind, ...names.map((name) => describeSetting(setting(name)))],
    Object.keys(raw[names[0]]).map((name) => [name, ...names.map((each) => cell(raw[each], name))]),
  );
}

const variants = (
  name: string,
  title: string,
  kind: string,
  base: string,
  choices: () => Record<string, Choice>,
): Section => ({
  name,
  title,
  async measure(plan) {
    const raw = await stepTimes(choices(), plan);
    return {
      lines: [`Time of a training step relative to ${base}, float32.`, '', ...stepTable(kind, raw, base)],
      raw,
    };
  },
});

export const layers = variants('layers', 'Output layers', 'output layer', 'softmax-cross-entropy', () =>
  Object.fromEntries(
    outputLayers.map((layer) => [layer.id, { layer: trainingLayerOf([], layer.id, defaultClamp(layer)) }]),
  ),
);

export const optimizerTimes = variants('optimizers', 'Optimisers', 'optimiser', 'adagrad', () =>
  Object.fromEntries(optimizers.map(({ id, defaultRate }) => [id, { optimizer: { id, rate: defaultRate } }])),
);
