import type { Corpus, CorpusSummary } from '../../corpora/corpus.ts';
import type { KeptFacts } from '../../lab/training/run-keeper.ts';
import type { About, TextPlace } from '../../store/about.ts';
import { machineInfo } from '../machine/machine.ts';
import { version } from '../version.ts';
import type { StoreFacts } from './store-messages.ts';

/** What files of runs on a text say beside the runs. @param runtime e.g. `Node 20.20.2` */
export function storeFacts(
  { vocabulary, other, summary: { name, sha256 } }: Pick<Corpus, 'vocabulary' | 'other' | 'summary'>,
  runtime: string,
): StoreFacts {
  const { processor, cores, runtime: named } = machineInfo(runtime);
  return {
    vocabulary,
    other,
    corpus: { name, sha256 },
    labVersion: version,
    machine: `${processor} (${cores} threads), ${named}`,
  };
}

/** What is known of an experiment as it begins. */
export const aboutNow = (
  corpus: CorpusSummary,
  { baselines, ownLayers }: KeptFacts,
  text: TextPlace,
  runtime: string,
): About => ({
  format: 'loss-lab-about',
  version: 1,
  labVersion: version,
  begun: new Date().toISOString(),
  machine: machineInfo(runtime),
  corpus,
  baselines,
  ownLayers,
  text,
});
