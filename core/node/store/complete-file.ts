import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { writeDurably } from '../disk/durable-file.ts';

/** Bytes of a file that is read at once: of many runs most are small. */
const small = 2 ** 20;

/** SHA-256 of a file, read piece by piece. */
export async function hashOfFile(path: string): Promise<string> {
  const { size } = await stat(path);
  if (size <= small)
    return createHash('sha256')
      .update(await readFile(path))
      .digest('hex');
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}

async function* filesIn(folder: string, within = ''): AsyncGenerator<string> {
  for (const entry of (await readdir(join(folder, within), { withFileTypes: true })).sort((a, b) =>
    a.name < b.name ? -1 : 1,
  )) {
    const path = within === '' ? entry.name : `${within}/${entry.name}`;
    if (entry.isDirectory()) yield* filesIn(folder, path);
    else if (entry.isFile()) yield path;
  }
}

/** Says in `complete` what files the results of a folder rest on. @throws LabError `file-not-written` */
export async function writeComplete(folder: string): Promise<void> {
  const files: Record<string, string> = {};
  const own = /^(experiment\.json|about\.json|text|runs\/[^/]+\/[\w.]+)$/;
  for await (const path of filesIn(folder))
    if (own.test(path) && !changes(path)) files[path] = await hashOfFile(join(folder, path));
  await writeDurably(join(folder, 'complete'), completeText(files));
}

/** Files that may change afterwards: views, notes, and what belongs to a program that runs. */
const changes = (path: string): boolean =>
  /^(report\/|notes\.json$|tags$|complete$)|(^|\/)(lock$|\.lab-)/.test(path);

/** What `complete` says once all runs have ended: each file that results rest on, by its path with `/`, and its SHA-256. */
const completeText = (files: Readonly<Record<string, string>>): string =>
  `${JSON.stringify({ format: 'loss-lab-complete', version: 1, files }, null, 2)}\n`;
