import { app } from 'electron';
import { basename } from 'node:path';
import * as v from 'valibot';
import { labMethods } from '../../core/contract/lab-api.ts';
import { LabError } from '../../core/errors.ts';
import type { HostedLab } from '../../core/lab/create-lab.ts';
import { openAnyFile } from '../../core/node/files/saved-file.ts';
import { visibleLine } from '../../core/words/visible-text.ts';
import type { Wish } from './wishes.ts';

/**
 * Opens what was asked for, as the window's own buttons would: a kept experiment, a saved experiment or report, or a text.
 * The lab has room for one; of several files the first is taken, and the others are named.
 * @throws LabError with what is wrong; the lab is then as it was
 */
export async function carryOut(lab: HostedLab, { files: [file, ...others], kept }: Wish): Promise<void> {
  if (kept !== null) await openKept(lab, kept);
  if (file === undefined) return;
  await openAnyFile(lab, file);
  app.addRecentDocument(file);
  if (others.length > 0)
    throw new LabError(
      'wrong-state',
      `'${nameOf(file)}' is open. Not opened: ${others.map((path) => `'${nameOf(path)}'`).join(', ')}.`,
      'The lab shows one experiment at a time. Several texts are joined by dropping them on the window together.',
    );
}

/** A kept experiment by an id that came from outside. */
async function openKept(lab: HostedLab, id: string): Promise<void> {
  const asked = v.safeParse(labMethods.openKept.argument, { id });
  if (!asked.success)
    throw new LabError('bad-argument', `'${visibleLine(id)}' is no id of a kept experiment.`, '');
  await lab.openKept(asked.output);
}

const nameOf = (path: string): string => visibleLine(basename(path));
