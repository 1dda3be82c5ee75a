import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** Names of what lies in a folder; none where it is not there, or cannot be read. */
export const namesIn = (folder: string): Promise<string[]> => readdir(folder).catch((): string[] => []);

/** Whether there is a folder. */
export const isFolder = (path: string): Promise<boolean> =>
  stat(path).then(
    (info) => info.isDirectory(),
    () => false,
  );

/** Where the runs of a comparison or a sweep lie. */
export const runsIn = (folder: string): string => join(folder, 'runs');
