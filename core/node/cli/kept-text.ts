import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { LabError } from '../../errors.ts';
import type { CorpusReference } from '../../experiments/experiment.ts';
import type { HostedLab } from '../../lab/create-lab.ts';
import type { TextPlace } from '../../store/about.ts';

/** Where the text of a comparison is now, if it is not where it was. */
export interface KeptTextOptions {
  readonly text?: readonly string[];
  readonly heldOutFile?: string;
}

/** Reads the text of a comparison again, from where it was or is said to be. */
export async function takeKeptText(
  lab: HostedLab,
  folder: string,
  corpus: CorpusReference,
  place: TextPlace,
  { text, heldOutFile }: KeptTextOptions,
): Promise<TextPlace> {
  if (corpus.kind === 'builtin' || place.kind === 'builtin') return { kind: 'builtin' };
  const copy = place.kind === 'copy' && text === undefined;
  const [path, ...more] = (text ?? (place.kind === 'copy' ? [join(folder, place.name)] : place.paths)).map(
    (each) => resolve(each),
  );
  const heldOut = heldOutFile ?? (place.kind === 'files' ? place.heldOut : null);
  for (const each of [path, ...more, ...(heldOut === null ? [] : [heldOut])])
    if (!existsSync(each))
      throw new LabError(
        'text-not-found',
        `The text of this comparison, '${each}', is not there any more.`,
        each === heldOut ? 'Say where it is with --held-out-file.' : 'Say where it is with --text.',
      );
  const source = copy ? 'stdin' : 'file';
  const summary = await lab.openPath({ path: path, source, options: corpus.options, more, heldOut });
  const held = summary.files.find((each) => each.heldOut)?.sha256;
  if (summary.sha256 !== corpus.sha256 || held !== corpus.heldOut?.sha256)
    throw new LabError(
      'text-changed',
      `The text has another SHA-256 (${summary.sha256}) than the one that was trained on (${corpus.sha256}).`,
      'Say with --text where that one is.',
    );
  return copy ? place : { kind: 'files', paths: [path, ...more], heldOut };
}
