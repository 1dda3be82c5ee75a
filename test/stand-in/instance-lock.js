import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, watch, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Whether a process is there. */
function lives(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/**
 * The lock that makes a program of one profile single. A second one leaves its arguments and its working directory in a
 * file, and the first one is told.
 * @param {string} profile
 * @param {(argv: string[], workingDirectory: string, additionalData: unknown) => void} told
 * @returns {(argv: readonly string[], additionalData: unknown) => boolean} whether this process has the lock
 */
export function instanceLock(profile, told) {
  const lock = join(profile, 'stand-in.lock');
  const letters = join(profile, 'stand-in-starts');
  const read = () => {
    for (const name of readdirSync(letters).filter((each) => each.endsWith('.json'))) {
      const file = join(letters, name);
      const { argv, cwd, data } = JSON.parse(readFileSync(file, 'utf8'));
      rmSync(file);
      told(argv, cwd, data);
    }
  };
  return (argv, additionalData) => {
    mkdirSync(letters, { recursive: true });
    try {
      writeFileSync(lock, String(process.pid), { flag: 'wx' });
    } catch {
      const holder = Number(readFileSync(lock, 'utf8'));
      if (holder !== process.pid && lives(holder)) {
        const draft = join(letters, `${process.pid}.draft`);
        writeFileSync(draft, JSON.stringify({ argv, cwd: process.cwd(), data: additionalData }));
        renameSync(draft, join(letters, `${process.pid}.json`));
        return false;
      }
      writeFileSync(lock, String(process.pid));
    }
    const watcher = watch(letters, read);
    process.on('exit', () => {
      watcher.close();
      rmSync(lock, { force: true });
    });
    return true;
  };
}
