import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { WebSocket } from 'ws';
import type { Lab } from '../../core/contract/lab-api.ts';
import { labOver } from '../../core/rpc/client.ts';
import { overWebSocket } from '../../core/rpc/web-socket.ts';
import type { Start } from './kills.ts';

/** A lab that is served by a program of its own. */
export class Served {
  readonly child: ChildProcess;
  readonly url: URL;

  private constructor(child: ChildProcess, url: URL) {
    this.child = child;
    this.url = url;
  }

  static start(start: Start): Promise<Served> {
    const [command, args] = start(['serve', '--port', '0']);
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    return new Promise((resolve, reject) => {
      let said = '';
      const hear = (chunk: Buffer) => {
        said += chunk.toString();
        const address = /http:\/\/127\.0\.0\.1:\d+\/#[\w-]+/.exec(said)?.[0];
        if (address) resolve(new Served(child, new URL(address)));
      };
      child.stdout.on('data', hear);
      child.stderr.on('data', hear);
      child.on('exit', () => reject(new Error(`serve ended: ${said}`)));
    });
  }

  get port(): number {
    return Number(this.url.port);
  }

  get token(): string {
    return this.url.hash.slice(1);
  }

  get alive(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  /** A socket as the page opens it. */
  async socket(): Promise<WebSocket> {
    const { host, origin } = this.url;
    const socket = new WebSocket(`ws://${host}/lab`, ['loss-lab', `loss-lab.${this.token}`], { origin });
    socket.on('error', () => undefined);
    await new Promise<void>((resolve, reject) => {
      socket.once('open', () => resolve());
      socket.once('close', () => reject(new Error('the socket was refused')));
    });
    return socket;
  }

  /** The lab as a page has it, and the way to leave it. */
  async lab(): Promise<{ lab: Lab; close: () => void }> {
    const socket = await this.socket();
    return { lab: labOver(overWebSocket(socket)), close: () => socket.terminate() };
  }

  /** Resident memory in bytes, and how many files are open; NaN where the system does not tell. */
  usage(): { memory: number; files: number } {
    try {
      const status = readFileSync(`/proc/${this.child.pid}/status`, 'utf8');
      const memory = 1024 * Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]);
      return { memory, files: readdirSync(`/proc/${this.child.pid}/fd`).length };
    } catch {
      return { memory: NaN, files: NaN };
    }
  }

  async end(): Promise<void> {
    if (!this.alive) return;
    const gone = new Promise((resolve) => this.child.once('exit', resolve));
    this.child.kill('SIGTERM');
    const timer = setTimeout(() => this.child.kill('SIGKILL'), 10_000);
    await gone;
    clearTimeout(timer);
  }
}
