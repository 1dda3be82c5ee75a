import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface, type Interface } from 'node:readline';
import type { Setting } from './settings.ts';

/** The numpy programs as a peer in the same rounds; one thread, as the engine. */
export class NumpyPeer {
  readonly #child: ChildProcess;
  readonly #lines: AsyncIterator<string>;
  readonly #reader: Interface;

  private constructor(child: ChildProcess, reader: Interface) {
    this.#child = child;
    this.#reader = reader;
    this.#lines = reader[Symbol.asyncIterator]();
  }

  /** The peer, or why there is none. */
  static async start(script: string): Promise<NumpyPeer | string> {
    const tried: string[] = [];
    for (const program of [process.env['LAB_PYTHON'], 'python3', '/usr/bin/python3'].filter(
      (each) => each !== undefined,
    )) {
      const child = spawn(program, [script], {
        stdio: ['pipe', 'pipe', 'ignore'],
        env: { ...process.env, OPENBLAS_NUM_THREADS: '1', OMP_NUM_THREADS: '1' },
      });
      child.on('error', () => undefined);
      child.stdin!.on('error', () => undefined);
      const peer = new NumpyPeer(child, createInterface({ input: child.stdout! }));
      const { value } = await peer.#lines.next();
      if (value === 'ready') return peer;
      tried.push(program);
      peer.close();
    }
    return `no Python with numpy (tried ${tried.join(', ')})`;
  }

  async rate(
    style: 'loop' | 'batched',
    { vocabulary, hidden, length, batch }: Setting,
    seconds: number,
  ): Promise<number> {
    this.#child.stdin!.write(`${style} ${vocabulary} ${hidden} ${length} ${batch} ${seconds}\n`);
    const { value } = await this.#lines.next();
    return Number(value);
  }

  close(): void {
    this.#reader.close();
    this.#child.kill();
  }
}
