import type { Glimpse, LastStepFigures, RunStatus } from '../../experiments/run.ts';
import type { LastStep, Network } from '../../network/engine.ts';
import type { ReadingStart } from '../../network/reading-start.ts';
import { symmetricHistogram } from '../../network/histogram.ts';
import { stream } from '../../network/random.ts';
import { saturatedHidden, saturatedOutputs } from '../../network/saturation.ts';
import type { OutputLayer } from '../../outputs/output-layer.ts';
import { givesProbabilities } from '../../outputs/readings/registry.ts';
import { drawText } from './draw-text.ts';
import type { TrainingText } from './thread-messages.ts';

/** Characters of the sample a lane shows. */
const sampleCharacters = 160;

interface Observed {
  readonly network: Network;
  readonly layer: OutputLayer;
  readonly seed: number;
  readonly steps: number;
  readonly status: RunStatus;
  readonly gradientNorms: Glimpse['gradientNorms'];
  readingStart(): ReadingStart;
  /** Of a last step whose tensors are gone, since the run was taken up again after it; else null. */
  readonly keptFigures: LastStepFigures | null;
}

/** The figures of a last step. */
export function stepFigures(last: LastStep | null, layer: OutputLayer): LastStepFigures {
  if (last === null)
    return { deltaHistogram: null, saturatedOutputs: null, saturatedWrong: null, saturatedHidden: 0 };
  const shares = saturatedOutputs(last.outputs, last.targets, layer.activation);
  return {
    deltaHistogram: symmetricHistogram(last.delta),
    saturatedOutputs: shares?.saturated ?? null,
    saturatedWrong: shares?.wrong ?? null,
    saturatedHidden: saturatedHidden(last.hidden),
  };
}

/** What the lane of an arm shows of a run now; null when interrupted. */
export function glimpseOf(run: Observed, text: TrainingText, interrupted: () => boolean): Glimpse | null {
  // The same random numbers for every arm of a seed: samples differ by their distributions alone.
  const sample = givesProbabilities(run.layer.reading)
    ? drawText(
        run.network,
        run.layer,
        run.readingStart(),
        text.vocabulary,
        { characters: sampleCharacters, temperature: 1, prompt: '' },
        stream(run.seed, 'sampling'),
        interrupted,
      )
    : '';
  if (sample === null) return null;
  // The last step of a run that diverged was not kept: its tensors are not of the weights that are shown.
  const last = run.status === 'diverged' ? null : run.network.lastStep();
  return {
    step: run.steps,
    sample,
    ...(run.keptFigures ?? stepFigures(last, run.layer)),
    gradientNorms: run.gradientNorms,
  };
}
