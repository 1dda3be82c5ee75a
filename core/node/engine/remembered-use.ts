import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { tiles, type KernelUse, type Tile } from '../../network/fast/kernels.ts';
import { writeDurably } from '../disk/durable-file.ts';
import { isRunning } from '../machine/machine.ts';

const fileName = 'engine.json';
/** Bytes of the file, and machines and versions it names: those that were not asked for longest are left out. */
const largest = 64 * 1024;
const mostRemembered = 16;

const tileNames = Object.keys(tiles) as Tile[];

const fileSchema = v.strictObject({
  format: v.literal('loss-lab-engine'),
  version: v.literal(2),
  /** What was measured, the newest last: machine and versions, and how the kernels are used there. */
  measured: v.array(
    v.strictObject({ on: v.string(), bits: v.picklist([128, 256]), tile: v.picklist(tileNames) }),
  ),
});
type Measured = v.InferOutput<typeof fileSchema>['measured'];

/** A file that cannot be read, or is damaged, is as good as none: it is measured again. */
function read(folder: string): Measured {
  try {
    const path = join(folder, fileName);
    const info = statSync(path);
    if (!info.isFile() || info.size > largest) return [];
    return v.parse(fileSchema, JSON.parse(readFileSync(path, 'utf8'))).measured;
  } catch {
    return [];
  }
}

/** What was measured on this machine with these versions; null when nothing was. */
export function rememberedUse(folder: string, on: string): Pick<KernelUse, 'bits' | 'tile'> | null {
  const found = read(folder).find((each) => each.on === on);
  return found ? { bits: found.bits, tile: found.tile } : null;
}

const attempt = (folder: string) => join(folder, 'engine-attempt.json');

const attemptSchema = v.object({ on: v.string(), process: v.number() });

/**
 * Notes that this process is about to try V8's flag with what was not tried before: a fault of V8 there ends the process.
 * @returns false where an earlier one noted the same and did not come back
 */
export function noteAttempt(folder: string, on: string): boolean {
  try {
    const noted = v.parse(attemptSchema, JSON.parse(readFileSync(attempt(folder), 'utf8').slice(0, largest)));
    if (noted.on === on && !isRunning(noted.process)) return false;
  } catch {
    // Nothing was noted.
  }
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    writeFileSync(attempt(folder), JSON.stringify({ on, process: process.pid }));
  } catch {
    // Then nothing can be noted; most processes come back.
  }
  return true;
}

/** It went well. */
export function attemptWentWell(folder: string): void {
  rmSync(attempt(folder), { force: true });
}

/** Remembers what was measured; where that cannot be written, it is measured again the next time. */
export async function rememberUse(folder: string, on: string, { bits, tile }: KernelUse): Promise<void> {
  const others = read(folder).filter((each) => each.on !== on);
  const measured = [...others, { on, bits, tile }].slice(-mostRemembered);
  const content = { format: 'loss-lab-engine', version: 2, measured };
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    await writeDurably(join(folder, fileName), `${JSON.stringify(content, null, 2)}\n`);
  } catch {
    // Nothing is lost but 3 ms at the next start.
  }
}
