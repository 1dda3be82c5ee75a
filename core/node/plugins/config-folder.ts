import { homedir } from 'node:os';
import { join } from 'node:path';

/**
 * Folder of what the lab remembers of a user, by the convention of the platform. `LOSS_LAB_CONFIG` names another one.
 * @param environment variables of the process
 */
export function configFolder(
  environment: Readonly<Record<string, string | undefined>> = process.env,
  platform: NodeJS.Platform = process.platform,
  home: string = homedir(),
): string {
  const named = environment['LOSS_LAB_CONFIG'];
  if (named) return named;
  if (platform === 'win32')
    return join(environment['APPDATA'] || join(home, 'AppData', 'Roaming'), 'Loss Lab');
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'Loss Lab');
  return join(environment['XDG_CONFIG_HOME'] || join(home, '.config'), 'loss-lab');
}
