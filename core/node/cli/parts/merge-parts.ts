import { LabError } from '../../../errors.ts';
import { itDiffers } from '../../../experiments/plan/experiment-differences.ts';

export interface MergeOptions {
  readonly out: string;
  readonly force?: boolean;
  readonly language?: string;
}

/** What says that a folder does not belong to the others. @param what differs, one by one */
export const different = (folder: string, first: string, what: readonly string[]) =>
  new LabError(
    'bad-argument',
    `'${folder}' is no part of the same work as '${first}': ${itDiffers(what)}.`,
    'Merge parts that were made by the same command with other shards only.',
  );
