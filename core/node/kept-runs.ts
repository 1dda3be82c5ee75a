import { join } from 'node:path';
import type { Corpus, CorpusSummary } from '../corpora/corpus.ts';
import type { Experiment } from '../experiments/experiment.ts';
import type { TrainedRun } from '../experiments/files/trained-run.ts';
import type { Curves, RunRecord } from '../experiments/run.ts';
import type { EveryStep } from '../reports/data/curves-csv.ts';
import { curvesOfBlock } from '../store/curves.ts';
import { networkOf } from '../store/kept-network.ts';
import { runName } from '../store/run-names.ts';
import { checkpointShape, RunFolder } from './store/run-folder.ts';

/** What exports read of runs that are kept, run by run, as it is asked for. */
export interface KeptRunReader {
  readonly everyStep: EveryStep;
  /** The network of a run with the vocabulary of its text; null where none is kept. */
  readonly network: (run: RunRecord, text: Corpus) => TrainedRun | null;
}

/** @param runs the folder of the runs; null where none are kept */
export function keptRunReader(
  runs: string | null,
  {
    experiment,
    corpus,
    version,
  }: { readonly experiment: Experiment; readonly corpus: CorpusSummary; readonly version: string },
): KeptRunReader {
  if (runs === null) return { everyStep: () => null, network: () => null };
  const shape = checkpointShape(experiment, corpus.distinct);
  const folderOf = (run: RunRecord) => new RunFolder(join(runs, runName(experiment.arms, run)), shape);
  return {
    everyStep: (run) => {
      if (!run.series.thinned) return null;
      const kept = folderOf(run);
      return kept.steps() === run.steps ? everyBlock(kept) : null;
    },
    network: (run, text) => {
      const checkpoint = folderOf(run).checkpoint();
      if (!checkpoint || text.vocabulary.length !== corpus.distinct) return null;
      const { vocabulary, other } = text;
      const { name, sha256 } = corpus;
      return networkOf(experiment, run, checkpoint, {
        vocabulary,
        other,
        corpus: { name, sha256 },
        labVersion: version,
      });
    },
  };
}

function* everyBlock(kept: RunFolder): Generator<Curves> {
  for (const block of kept.blocks()) yield curvesOfBlock(block);
}
