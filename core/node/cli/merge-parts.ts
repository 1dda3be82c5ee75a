import { LabError } from '../../errors.ts';

export interface MergeOptions {
  readonly out: string;
  readonly force?: boolean;
}

/** What says that a folder does not belong to the others. */
export const different = (folder: string, first: string, what: string) =>
  new LabError(
    'bad-argument',
    `'${folder}' is no part of the same work as '${first}': ${what} differ.`,
    'Merge parts that were made by the same command with other shards only.',
  );
