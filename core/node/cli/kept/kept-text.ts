import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Corpus, CorpusSummary } from '../../../corpora/corpus.ts';
import { LabError } from '../../../errors.ts';
import type { CorpusReference } from '../../../experiments/experiment.ts';
import type { HostedLab } from '../../../lab/create-lab.ts';
import type { TextPlace } from '../../../store/about.ts';
import { commandLab } from '../command-lab.ts';
import { trustOf } from '../command-plugins.ts';
import type { KeptReport } from './kept-report.ts';

/** Where the text of a comparison is now, if it is not where it was. */
export interface KeptTextOptions {
  readonly text?: readonly string[];
  readonly heldOutFile?: string;
}

/** What is said where a text is not there, or is another one. */
interface TextWords {
  readonly missing: (path: string | undefined) => string;
  readonly changed: (sha256: string) => string;
}

/**
 * Reads the text that an experiment names by its contents, and no other.
 * @param place its files; without any, it is missing
 * @throws LabError `text-not-found`, `text-changed`
 */
export async function openNamedText(
  lab: HostedLab,
  corpus: Extract<CorpusReference, { kind: 'text' }>,
  { paths: [path, ...more], heldOut }: { readonly paths: readonly string[]; readonly heldOut: string | null },
  source: 'file' | 'stdin',
  { missing, changed }: TextWords,
): Promise<CorpusSummary> {
  for (const each of [path, ...more, ...(heldOut === null ? [] : [heldOut])])
    if (each === undefined || !existsSync(each))
      throw new LabError(
        'text-not-found',
        missing(each),
        each === heldOut ? 'Say where it is with --held-out-file.' : 'Say where it is with --text.',
      );
  const summary = await lab.openPath({ path, source, options: corpus.options, more, heldOut });
  const held = summary.files.find((each) => each.heldOut)?.sha256;
  if (summary.sha256 !== corpus.sha256 || held !== corpus.heldOut?.sha256)
    throw new LabError('text-changed', changed(summary.sha256), 'Say with --text where that one is.');
  return summary;
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
  const paths = (text ?? (place.kind === 'copy' ? [join(folder, place.name)] : place.paths)).map((each) =>
    resolve(each),
  );
  const heldOut = heldOutFile ?? (place.kind === 'files' ? place.heldOut : null);
  await openNamedText(lab, corpus, { paths, heldOut }, copy ? 'stdin' : 'file', {
    missing: (path) => `The text of this comparison, '${path}', is not there any more.`,
    changed: (sha256) =>
      `The text has another SHA-256 (${sha256}) than the one that was trained on (${corpus.sha256}).`,
  });
  return copy ? place : { kind: 'files', paths, heldOut };
}

/** Reads the text of a comparison that is kept. @throws LabError `text-not-found`, `text-changed` */
export async function textOfKept(
  { folder, experiment, about }: KeptReport,
  options: KeptTextOptions & { readonly trustPlugin?: readonly string[] },
): Promise<Corpus> {
  const lab = commandLab(trustOf(options));
  try {
    if (experiment.corpus.kind === 'builtin') {
      const { id, seed, characters, split } = experiment.corpus;
      await lab.useBuiltin({ id, seed, characters, split });
    } else await takeKeptText(lab, folder, experiment.corpus, about.text, options);
    return lab.corpus()!;
  } finally {
    await lab.close();
  }
}
