import { once } from 'node:events';
import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { WebSocket } from 'ws';
import type { Lab } from '../../core/contract/lab-api.ts';
import type { LabErrorData } from '../../core/errors.ts';
import { labOver } from '../../core/rpc/client.ts';
import { overWebSocket } from '../../core/rpc/web-socket.ts';
import { ensureBuilt } from '../../scripts/build.js';
import { program } from './command.ts';

/** A lab that is served by a program of its own, as a page holds it. */
export interface Served {
  readonly lab: Lab;
  readonly problems: readonly LabErrorData[];
  /** Ends the program at once, as a power cut would. */
  kill(): Promise<void>;
  /** Asks it to end. */
  end(): Promise<void>;
}

async function addressFrom(child: ChildProcess): Promise<URL> {
  let text = '';
  return new Promise((resolve, reject) => {
    for (const stream of [child.stdout!, child.stderr!])
      stream.on('data', (data) => {
        text += data;
        const found = /http:\/\/127\.0\.0\.1:\d+\/#[\w-]+/.exec(text);
        if (found) resolve(new URL(found[0]));
      });
    child.once('exit', (status) => reject(new Error(`serve ended with status ${status}: ${text}`)));
  });
}

/** Starts `serve` on a library of its own, and connects as a page does. */
export async function servedLab(library: string): Promise<Served> {
  await ensureBuilt({ quiet: true });
  const child = spawn(process.execPath, [program, 'serve'], {
    stdio: 'pipe',
    env: { ...process.env, LOSS_LAB_LIBRARY: library },
  });
  const ended = once(child, 'exit');
  const { host, origin, hash } = await addressFrom(child);
  const socket = new WebSocket(`ws://${host}/lab`, ['loss-lab', `loss-lab.${hash.slice(1)}`], { origin });
  await once(socket, 'open');
  const lab = labOver(overWebSocket(socket));
  const problems: LabErrorData[] = [];
  lab.on('problem', (problem) => problems.push(problem));
  const by = async (signal: NodeJS.Signals) => {
    child.kill(signal);
    await ended;
    socket.terminate();
  };
  return { lab, problems, kill: () => by('SIGKILL'), end: () => by('SIGTERM') };
}
