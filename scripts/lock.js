import {
  closeSync,
  linkSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { hostname } from 'node:os';

/** Longer than any build: an older lock belongs to nobody, even when its number is in use again. */
const oldest = 10 * 60 * 1000;

const wait = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

function take(file) {
  try {
    const handle = openSync(file, 'wx');
    writeSync(handle, `${process.pid} ${hostname()}`);
    closeSync(handle);
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}

function isAlive(process_) {
  try {
    process.kill(process_, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** What a lock says, when its owner has died; else null. A lock that is just being written is left alone. */
function orphan(file) {
  try {
    const age = Date.now() - statSync(file).mtimeMs;
    const text = readFileSync(file, 'utf8');
    const [owner, host] = text.split(' ');
    if (age > oldest) return text;
    if (!host) return age > 5000 ? text : null;
    return host === hostname() && !isAlive(Number(owner)) ? text : null;
  } catch {
    return null;
  }
}

/** Takes an orphan away; of several who try, one does it. A lock that was taken anew meanwhile is put back. */
function remove(file, text) {
  const aside = `${file}.${process.pid}`;
  try {
    renameSync(file, aside);
    if (readFileSync(aside, 'utf8') !== text) linkSync(aside, file);
  } catch {
    // Somebody else was quicker.
  }
  rmSync(aside, { force: true });
}

/** Runs `work` while holding `file` as a lock among processes; waits for whoever holds it. */
export async function withLock(file, work) {
  while (!take(file)) {
    const text = orphan(file);
    if (text === null) await wait(150);
    else remove(file, text);
  }
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
}
