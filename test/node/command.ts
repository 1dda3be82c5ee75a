import { spawn, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../', import.meta.url));
export const program = fileURLToPath(new URL('../../bin/loss-lab.js', import.meta.url));

export interface Outcome {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Starts the command line as a user would; the caller ends it. */
export function startLab(args: readonly string[], input?: Uint8Array | string): ChildProcess {
  const child = spawn(process.execPath, [program, ...args], { stdio: ['pipe', 'pipe', 'pipe'] });
  child.stdin.on('error', () => undefined);
  child.stdin.end(input ?? '');
  return child;
}

/** Runs the command line to its end. A command that hangs fails its test by name, not by silence. */
export function lab(
  args: readonly string[],
  options: { input?: Uint8Array | string; limit?: number } = {},
): Promise<Outcome> {
  const child = startLab(args, options.input);
  return outcomeOf(child, options.limit ?? 60_000, args);
}

/** Resolves when the program has said something on standard error; rejects when it ends without. */
export function said(child: ChildProcess, what: RegExp): Promise<void> {
  return new Promise((resolve, reject) => {
    let text = '';
    const hear = (chunk: Buffer) => {
      text += chunk.toString('utf8');
      if (!what.test(text)) return;
      child.stderr!.off('data', hear);
      resolve();
    };
    child.stderr!.on('data', hear);
    child.on('close', () => reject(new Error(`loss-lab ended without saying ${what}: ${text}`)));
  });
}

export function outcomeOf(
  child: ChildProcess,
  limit: number,
  args: readonly string[] = [],
): Promise<Outcome> {
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  child.stdout!.on('data', (chunk: Buffer) => stdout.push(chunk));
  child.stderr!.on('data', (chunk: Buffer) => stderr.push(chunk));
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      reject(new Error(`loss-lab ${args.join(' ')} still ran after ${limit} ms`));
    }, limit);
    child.on('error', reject);
    child.on('close', (status) => {
      clearTimeout(timer);
      resolve({
        status,
        stdout: Buffer.concat(stdout).toString('utf8'),
        stderr: Buffer.concat(stderr).toString('utf8'),
      });
    });
  });
}
