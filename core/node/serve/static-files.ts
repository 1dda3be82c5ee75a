import { readdirSync, readFileSync } from 'node:fs';
import { extname, join, relative, sep } from 'node:path';
import { LabError } from '../../errors.ts';

interface StaticFile {
  readonly mediaType: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** Kinds of files the screens are made of; anything else in the folder is not served. */
const mediaTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
};

/**
 * Every file of a built page by the path it is asked for, read once. A request is only looked up in this map: no
 * path is put together while serving, so none can lead out of the folder.
 */
export function staticFiles(folder: string): ReadonlyMap<string, StaticFile> {
  const files = new Map<string, StaticFile>();
  for (const entry of entries(folder)) {
    const mediaType = mediaTypes[extname(entry.name)];
    if (!entry.isFile() || !mediaType) continue;
    const file = join(entry.parentPath, entry.name);
    const path = `/${relative(folder, file).split(sep).join('/')}`;
    files.set(path, { mediaType, bytes: new Uint8Array(readFileSync(file)) });
  }
  const index = files.get('/index.html');
  if (!index) throw notBuilt();
  files.set('/', index);
  return files;
}

function entries(folder: string) {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true });
  } catch {
    throw notBuilt();
  }
}

const notBuilt = () =>
  new LabError('file-not-read', 'The screens of the lab are not built.', 'Run npm run build.');
