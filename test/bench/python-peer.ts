import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface, type Interface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Setting } from './settings.ts';

/** What the Python programs can be asked for. */
export const pythonStyles = [
  { id: 'loop', name: 'numpy, min-char-rnn style, float64', program: 'numpy_rnn.py' },
  { id: 'batched', name: 'numpy, batched float32', program: 'numpy_rnn.py' },
  { id: 'autograd', name: 'PyTorch, float32', program: 'torch_rnn.py' },
  { id: 'hand', name: 'PyTorch, gradient by hand', program: 'torch_rnn.py' },
] as const;

/** The two ways to train in PyTorch. */
export const torchProgram = 'torch_rnn.py';
export const torchStyles = pythonStyles.filter(({ program }) => program === torchProgram);
export const torchNames = torchStyles.map(({ name }) => name);

type Style = (typeof pythonStyles)[number]['id'];

/** How many threads the libraries beneath may use. */
function threadsOf(count: number): Record<string, string> {
  const names = ['OPENBLAS_NUM_THREADS', 'OMP_NUM_THREADS', 'MKL_NUM_THREADS'];
  return Object.fromEntries(names.map((name) => [name, String(count)]));
}

/** A Python program as a peer in the same rounds. */
export class PythonPeer {
  /** The library, with its version. */
  readonly description: string;
  readonly #child: ChildProcess;
  readonly #lines: AsyncIterator<string>;
  readonly #reader: Interface;

  private constructor(
    child: ChildProcess,
    reader: Interface,
    lines: AsyncIterator<string>,
    description: string,
  ) {
    this.#child = child;
    this.#reader = reader;
    this.#lines = lines;
    this.description = description;
  }

  /** The peer, on so many threads, or why there is none. */
  static async start(sources: URL, program: string, threads = 1): Promise<PythonPeer | string> {
    const tried: string[] = [];
    for (const python of [process.env['LAB_PYTHON'], 'python3', '/usr/bin/python3'].filter(
      (each) => each !== undefined,
    )) {
      const child = spawn(python, [fileURLToPath(new URL(program, sources))], {
        stdio: ['pipe', 'pipe', 'ignore'],
        env: { ...process.env, ...threadsOf(threads), PYTHONDONTWRITEBYTECODE: '1' },
      });
      child.on('error', () => undefined);
      child.stdin.on('error', () => undefined);
      const reader = createInterface({ input: child.stdout });
      const lines = reader[Symbol.asyncIterator]();
      const { value } = (await lines.next()) as { value?: string };
      if (value?.startsWith('ready ')) return new PythonPeer(child, reader, lines, value.slice(6));
      reader.close();
      child.kill();
      tried.push(python);
    }
    return `no Python here runs ${program} (tried ${tried.join(', ')})`;
  }

  /**
   * Characters trained on per second, by so many networks in turn.
   * @throws Error when the program has ended
   */
  async rate(style: Style, setting: Setting, seconds: number, networks = 1): Promise<number> {
    const { vocabulary, hidden, length, batch } = setting;
    this.#child.stdin!.write(`${style} ${vocabulary} ${hidden} ${length} ${batch} ${networks} ${seconds}\n`);
    const { value, done } = await this.#lines.next();
    if (done) throw new Error(`The Python program for '${style}' has ended.`);
    return Number(value);
  }

  close(): void {
    this.#reader.close();
    this.#child.kill();
  }
}
