import type { LabSnapshot } from '../../contract/lab-api.ts';
import { ratePolicy } from '../../experiments/default-experiment.ts';
import { lastEvaluation, yardsticks, type RunRecord } from '../../experiments/run.ts';
import { grouped, table } from './terminal.ts';

/** JSON has no NaN: a value that is not finite is written as a string. */
const numberOrText = (value: number): number | string => (Number.isFinite(value) ? value : String(value));

function finalOf(run: RunRecord) {
  const last = lastEvaluation(run);
  if (!last) return null;
  const { bitsPerCharacter, accuracy, top5Accuracy, brier, ownLoss, step } = last;
  return {
    step,
    bitsPerCharacter: numberOrText(bitsPerCharacter),
    accuracy: numberOrText(accuracy),
    top5Accuracy: numberOrText(top5Accuracy),
    brier: numberOrText(brier),
    ownLoss: numberOrText(ownLoss),
  };
}

/** What `compare --json` prints. */
export function resultsJson({ experiment, corpus, phase, runs }: LabSnapshot) {
  return {
    partial: phase !== 'finished',
    policy: ratePolicy(experiment),
    corpus: corpus && {
      name: corpus.name,
      sha256: corpus.sha256,
      characters: corpus.characters,
      distinct: corpus.distinct,
      unigramEntropy: corpus.unigramEntropy,
      bigramEntropy: corpus.bigramEntropy,
      entropyRate: corpus.entropyRate,
    },
    arms: experiment.arms.map((arm) => ({
      id: arm.id,
      layer: arm.layer,
      rate: arm.rate,
      clamp: arm.clamp,
      runs: runs
        .filter((run) => run.armId === arm.id)
        .map((run) => ({
          seed: run.seed,
          steps: run.steps,
          status: run.status,
          diverged: run.status === 'diverged',
          divergence: run.divergence,
          seconds: run.seconds,
          final: finalOf(run),
        })),
    })),
  };
}
