import type { Experiment } from './experiment.ts';
import type { Preset } from './presets.ts';

/**
 * Whether an experiment is still a preset as far as what is said of it goes: text, model, output layers, rates and steps.
 * Further seeds, a name or a question of its own do not matter.
 */
export function isStill({ experiment: preset }: Preset, experiment: Experiment): boolean {
  const said = ({ corpus, model, optimizer, clipping, layers, arms, search, steps }: Experiment) =>
    JSON.stringify([
      corpus.kind === 'builtin' ? [corpus.id, corpus.seed, corpus.characters, corpus.split] : null,
      [model.hidden, model.length, model.batch, model.biases, model.initial, model.outputBias],
      [model.initialScale.Wxh, model.initialScale.Whh, model.initialScale.Why],
      [optimizer.id, Object.entries(optimizer.settings).sort()],
      [clipping.kind, clipping.kind === 'off' ? null : clipping.threshold],
      layers.length,
      arms.map(({ layer, rate, clamp }) => [layer, rate, clamp]),
      search,
      steps,
    ]);
  return said(preset) === said(experiment);
}
