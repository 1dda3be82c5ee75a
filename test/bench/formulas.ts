import { compile } from '../../core/formulas/compile.ts';
import { formulaLayer, layerOf } from '../../core/formulas/formula-layer.ts';
import { formulaPresets } from '../../core/formulas/presets/registry.ts';
import { fastEngine } from '../../core/network/fast/fast-engine.ts';
import type { FormulaDefinition } from '../../core/outputs/layer-definition.ts';
import { outputLayer } from '../../core/outputs/registry.ts';
import { milliseconds, percent, table, times } from './document.ts';
import { interleaved, type Rounds } from './rounds.ts';
import type { Section } from './section.ts';
import { describeSetting, setting } from './settings.ts';
import { median, medianRatio, spread } from './statistics.ts';
import { subject } from './subject.ts';
import { secondsPerCall } from './timing.ts';

const names = ['M', 'CJK'];

const binary = '-t*log(y) - (1-t)*log(1-y)';

/** The built-in layers as somebody would type them. */
const builtIn: readonly (readonly [id: string, FormulaDefinition['activation'], loss: string])[] = [
  ['linear-quadratic', 'linear', '(t-y)^2/2'],
  ['sigmoid-quadratic', 'sigmoid', '(t-y)^2/2'],
  ['sigmoid-cross-entropy', 'sigmoid', binary],
  ['softmax-quadratic', 'softmax', '(t-y)^2/2'],
  ['softmax-cross-entropy', 'softmax', '-t*log(y)'],
];

const typed = ([id, activation, loss]: (typeof builtIn)[number]): FormulaDefinition => ({
  kind: 'formula',
  id: `typed-${id}`,
  label: id,
  activation,
  loss,
  parameters: {},
  reference: '',
});

/** Of every built-in layer: itself, typed as a formula, and that formula as a program though a kernel is known for it. */
const layers = () => [
  ...builtIn.flatMap((entry) => {
    const definition = typed(entry);
    const program = layerOf(definition, { ...compile(definition), twin: null });
    return [
      { name: entry[0], layer: outputLayer(entry[0]), base: entry[0] },
      { name: `${entry[0]} as a formula`, layer: formulaLayer(definition), base: entry[0] },
      { name: `${entry[0]} as a program`, layer: program, base: entry[0] },
    ];
  }),
  ...formulaPresets.map((preset) => ({
    name: preset.id,
    layer: formulaLayer(preset),
    base: 'softmax-cross-entropy',
  })),
];

export const formulas: Section = {
  name: 'formulas',
  title: 'Typed losses against the built-in layers',
  async measure({ rounds, seconds }) {
    const all = layers();
    const raw: Record<string, Rounds> = {};
    for (const name of names) {
      const peers = all.map(({ name: peer, layer }) => {
        const { step } = subject(fastEngine(), setting(name), { layer });
        return { name: peer, measure: (time: number) => secondsPerCall(step, time) };
      });
      raw[name] = await interleaved(peers, rounds, seconds);
    }
    const cell = (measured: Rounds, name: string, base: string) => {
      const own = measured[name];
      const relative = name === base ? '1' : times(medianRatio(own, measured[base]));
      return `${relative} (${milliseconds(median(own))} ± ${percent(spread(own))})`;
    };
    return {
      lines: [
        'Time of a training step relative to the built-in layer, float32; published losses relative to softmax-cross-entropy.',
        '',
        ...table(
          ['layer', ...names.map((name) => describeSetting(setting(name)))],
          all.map(({ name, base }) => [name, ...names.map((each) => cell(raw[each], name, base))]),
        ),
      ],
      raw,
    };
  },
};
