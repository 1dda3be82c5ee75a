import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Start } from './kills.ts';
import { runProgram, timeless } from './program.ts';
import { inspectComparison } from './inspect.ts';

/** What came of a disk that did not take everything. */
export interface DiskOutcome {
  /** How the disk was made to fail. */
  readonly how: string;
  readonly failures: number;
  /** Work that got through all the same, since writing was tried again. */
  readonly through: number;
  /** Standings that were printed although something could not be written. */
  readonly told: number;
  /** Files that are not whole, ends that are not those of unbroken work, errors that no sentence speaks of. */
  readonly faults: readonly string[];
}

export interface DiskCampaign {
  readonly start: Start;
  readonly say: (line: string) => void;
  /** Writes after which the disk fails, one work each. */
  readonly places: readonly number[];
  /** Sizes of a disk that is too small, bytes. */
  readonly sizes: readonly number[];
  /** Path of the module that makes writes fail. */
  readonly failing: string;
}

const work = [
  ...['compare', '--builtin', 'reber', '--characters', '20000', '--hidden', '24', '--length', '10'],
  ...['--batch', '4', '--seeds', '2', '--layers', 'softmax-cross-entropy,sigmoid-quadratic'],
  ...['--steps', '1500', '--evaluate-every', '300', '--evaluate-characters', '500', '--json'],
];

/** Lets the disk fail at one write after another, and where a real small disk can be had also by its size. */
export async function failDisks(campaign: DiskCampaign): Promise<DiskOutcome[]> {
  const { start, say, failing, places, sizes } = campaign;
  const scratch = mkdtempSync(join(tmpdir(), 'lab-torture-disk-'));
  try {
    const whole = timeless((await runProgram(start, work)).stdout);
    const outcomes: DiskOutcome[] = [];
    for (const writes of [3, Infinity]) {
      const faults: string[] = [];
      let [through, told, failures] = [0, 0, 0];
      for (const place of places) {
        const out = join(scratch, `at-${place}-${writes}`);
        const fail = { LAB_FAIL_AFTER: String(place), LAB_FAIL_WRITES: String(writes), LAB_FAIL_BELOW: out };
        const options = `--import=${failing}`;
        const ran = await runProgram(start, [...work, '--out', out], { ...fail, NODE_OPTIONS: options });
        failures++;
        if (ran.status === 0) through++;
        if (timeless(ran.stdout) === whole) told++;
        faults.push(...(await judged(out, ran, whole)));
        faults.push(...(await again(start, out, whole)));
        rmSync(out, { recursive: true, force: true });
      }
      const how = `${writes === Infinity ? 'every write' : `${writes} writes`} of a thread fail after some (injected ENOSPC)`;
      outcomes.push({ how, failures, through, told, faults });
      say(`${how}: ${failures} works, ${through} got through, ${faults.length} faults`);
    }
    const small = await onSmallDisks(start, sizes, scratch, whole);
    if (small) outcomes.push(small);
    else say('No small disk can be mounted here (needs root on Linux): writes were made to fail instead.');
    return outcomes;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

type Ran = Awaited<ReturnType<typeof runProgram>>;

async function judged(out: string, ran: Ran, whole: string): Promise<string[]> {
  const { cut, mixed } = existsSync(out) ? await inspectComparison(out, ran.began) : { cut: [], mixed: [] };
  const odd = [...cut, ...mixed];
  if (ran.status !== 0 && ran.status !== 1) odd.push(`exit ${ran.status}: ${ran.stderr.slice(-300)}`);
  if (ran.status === 1 && !/not written|cannot be kept|cannot be made/.test(ran.stderr))
    odd.push(`no sentence about the disk: ${ran.stderr.slice(-300)}`);
  if (/Unexpected error/.test(ran.stderr)) odd.push(ran.stderr.slice(-300));
  if (ran.stdout !== '' && timeless(ran.stdout) !== whole) odd.push('another standing');
  return odd;
}

/** The same command again, on a disk that works: it must come to the end of unbroken work. */
async function again(start: Start, out: string, whole: string): Promise<string[]> {
  const ran = await runProgram(start, [...work, '--out', out]);
  if (ran.status !== 0) return [`exit ${ran.status} when there is room again: ${ran.stderr.slice(-300)}`];
  const { cut, mixed } = await inspectComparison(out, ran.began);
  return [...cut, ...mixed, ...(timeless(ran.stdout) === whole ? [] : ['another end'])];
}

/** A tmpfs of each size; null where none can be mounted. */
async function onSmallDisks(
  start: Start,
  sizes: readonly number[],
  scratch: string,
  whole: string,
): Promise<DiskOutcome | null> {
  const disk = join(scratch, 'disk');
  mkdirSync(disk);
  const mount = (...args: string[]) => execFileSync('mount', args, { stdio: 'ignore' });
  const faults: string[] = [];
  let [failures, through, told] = [0, 0, 0];
  for (const size of sizes) {
    try {
      mount('-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', disk);
    } catch {
      return null;
    }
    try {
      const out = join(disk, 'out');
      const ran = await runProgram(start, [...work, '--out', out]);
      failures++;
      if (ran.status === 0) through++;
      if (timeless(ran.stdout) === whole) told++;
      faults.push(...(await judged(out, ran, whole)));
      mount('-o', 'remount,size=100m', disk);
      faults.push(...(await again(start, out, whole)));
    } finally {
      execFileSync('umount', [disk]);
    }
  }
  return { how: 'a disk that is too small (tmpfs)', failures, through, told, faults };
}
