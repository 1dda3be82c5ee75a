import { spawn } from 'node:child_process';
import type { Start } from './kills.ts';

/** What a run of the program came to. */
export interface Ran {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly killed: boolean;
  /** When it began, milliseconds since 1970. */
  readonly began: number;
}

/** Runs the program to its end, or kills it after so many milliseconds. */
export function runProgram(
  start: Start,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  killAfter: number | null = null,
): Promise<Ran> {
  const [command, all] = start(args);
  const began = Date.now();
  const child = spawn(command, all, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...env } });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const timer = killAfter === null ? null : setTimeout(() => child.kill('SIGKILL'), killAfter);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (status, signal) => {
      if (timer) clearTimeout(timer);
      resolve({ status, stdout, stderr, killed: signal === 'SIGKILL', began });
    });
  });
}

/** Results without the times of training. */
export const timeless = (stdout: string): string =>
  stdout.replace(/"(seconds|charactersPerSecond)": [^,\n]+/g, '"$1": 0');
