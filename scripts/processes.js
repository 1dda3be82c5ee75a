import { spawn } from 'node:child_process';

/**
 * Runs a program in a process group of its own, so that it ends with all it has started: at the time limit, or when
 * this process is interrupted. Never rejects.
 * @param {string} command
 * @param {string[]} args
 * @param {{ seconds: number, env?: NodeJS.ProcessEnv, cwd?: string }} limits
 * @returns {Promise<{ status: number | null, timedOut: boolean, output: string }>} status (null when it was ended or did
 *   not start) and everything it printed
 */
export function runLimited(command, args, { seconds, env = process.env, cwd }) {
  return new Promise((resolve) => {
    const group = process.platform !== 'win32';
    const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], detached: group });
    let output = '';
    let timedOut = false;
    const end = () => {
      try {
        if (group && child.pid) process.kill(-child.pid, 'SIGKILL');
        else child.kill('SIGKILL');
      } catch {
        // It has ended by itself.
      }
    };
    const interrupted = () => {
      end();
      process.exit(130);
    };
    const timer = setTimeout(() => {
      timedOut = true;
      end();
    }, seconds * 1000);
    process.on('SIGINT', interrupted);
    process.on('SIGTERM', interrupted);
    const done = (status, text = '') => {
      clearTimeout(timer);
      process.off('SIGINT', interrupted);
      process.off('SIGTERM', interrupted);
      resolve({ status, timedOut, output: output + text });
    };
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (output += data));
    child.on('error', (error) => done(null, error.message));
    child.on('close', (status) => done(status));
  });
}

/** Runs a program on this one's terminal and answers with its exit status. Signals are left to it. */
export function runHere(command, args, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: 'inherit', ...options });
    const pass = (signal) => child.kill(signal);
    // Ctrl-C reaches the whole group of the terminal; this process only has to stay until the other has ended.
    const stay = () => undefined;
    process.on('SIGINT', stay);
    process.on('SIGTERM', pass);
    child.on('error', () => resolve(127));
    child.on('close', (status, signal) => {
      process.off('SIGINT', stay);
      process.off('SIGTERM', pass);
      resolve(status ?? (signal === 'SIGINT' ? 130 : 1));
    });
  });
}

/** The line of a program's output that says best why it failed: the first with an error in it, without its stack. */
export function reasonIn(output) {
  const lines = output
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('at '));
  return lines.find((line) => /error|fail|denied|refused/i.test(line)) ?? lines.at(-1) ?? 'it said nothing';
}
