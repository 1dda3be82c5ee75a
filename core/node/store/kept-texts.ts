import { stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { namesIn } from '../disk/in-folder.ts';
import type { StoredTexts } from '../../lab/text-port.ts';
import type { About } from '../../store/about.ts';

const isFile = (path: string): Promise<boolean> =>
  stat(path).then(
    (info) => info.isFile(),
    () => false,
  );

/** The file of a text that the library keeps; null where it has none. */
async function inLibrary(library: string, sha256: string): Promise<string | null> {
  const folder = join(library, 'texts', sha256);
  for (const name of await namesIn(folder))
    if (!name.startsWith('.') && (await isFile(join(folder, name)))) return join(folder, name);
  return null;
}

/**
 * Where the text of an experiment lies: in the library, in its own folder, or where it was when it was read; null where
 * none of these has it. What a file holds is checked by whoever reads it.
 */
export async function keptTexts(
  library: string,
  folder: string,
  { corpus, text }: About,
): Promise<StoredTexts | null> {
  if (corpus.builtin || text.kind === 'builtin') return null;
  const own = corpus.files.filter(({ heldOut }) => !heldOut);
  const held = corpus.files.find(({ heldOut }) => heldOut);
  const paths = text.kind === 'files' ? text.paths : [join(folder, text.name)];
  const find = async ({ name, sha256 }: { name: string; sha256: string }, path: string | undefined) => {
    const found = (await inLibrary(library, sha256)) ?? path;
    if (found === undefined || !(await isFile(found))) return null;
    return basename(found) === name ? { path: found } : { path: found, name };
  };
  const texts = await Promise.all((own.length > 0 ? own : [corpus]).map((file, i) => find(file, paths[i])));
  const heldOut = held
    ? await find(held, text.kind === 'files' ? (text.heldOut ?? undefined) : undefined)
    : null;
  if (texts.includes(null) || (held && !heldOut)) return null;
  return { source: corpus.source, texts: texts.filter((each) => each !== null), heldOut };
}
