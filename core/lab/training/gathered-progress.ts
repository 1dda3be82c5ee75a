import type { LabEvents } from '../../contract/lab-api.ts';
import type { RunKey } from '../../contract/run-book.ts';
import type { LabPorts } from '../ports.ts';

type Runs = LabEvents['progress']['runs'];

/** Least milliseconds between two progress events: as often as a screen draws, for each one takes time of training. */
const eventEvery = 100;

/** What the threads tell, gathered until it is time for the next event. */
export class GatheredProgress {
  readonly #ports: Pick<LabPorts, 'now' | 'after'>;
  readonly #tell: (runs: Runs) => void;
  #pending: Runs[number][] = [];
  #cancel: (() => void) | null = null;
  #last = -Infinity;

  constructor(ports: Pick<LabPorts, 'now' | 'after'>, tell: (runs: Runs) => void) {
    this.#ports = ports;
    this.#tell = tell;
  }

  add(runs: Runs): void {
    if (runs.length === 0) return;
    this.#pending.push(...runs);
    if (this.#cancel) return;
    const wait = this.#last + eventEvery - this.#ports.now();
    this.#cancel = this.#ports.after(Math.max(0, wait), () => this.flush());
  }

  /** Tells it now. */
  flush(): void {
    this.#unset();
    if (this.#pending.length === 0) return;
    this.#last = this.#ports.now();
    this.#tell(this.#pending.splice(0));
  }

  /** Runs that nobody is told of any more: those for which `stays` is false, or all. */
  forget(stays: (run: RunKey) => boolean = () => false): void {
    this.#pending = this.#pending.filter(stays);
    if (this.#pending.length === 0) this.#unset();
  }

  #unset(): void {
    this.#cancel?.();
    this.#cancel = null;
  }
}
