import { homedir } from 'node:os';
import { join } from 'node:path';
import envPaths from 'env-paths';

/** The folder of all experiments that are kept without being told where: `LOSS_LAB_LIBRARY`, else in the user's data. */
export function libraryFolder(
  environment: Readonly<Record<string, string | undefined>> = process.env,
): string {
  const named = environment['LOSS_LAB_LIBRARY'];
  if (named) return named.replace(/^~(?=$|[\\/])/, homedir());
  return join(envPaths('loss-lab', { suffix: '' }).data, 'library');
}
