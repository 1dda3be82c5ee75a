import { engineOf } from './engines.ts';
import { setting } from './settings.ts';
import { subject } from './subject.ts';

/** All in bytes. */
export interface Resident {
  /** Resident set before the network was made. */
  readonly before: number;
  /** Resident set after some training steps. */
  readonly after: number;
  /** The WASM memory of the network. */
  readonly memory: number;
}

/** Entry of a process that trains one network of the setting it is told, and prints what memory that took. */
const steps = 10;
const sizes = setting(process.argv[2]);
const before = process.memoryUsage.rss();
const { network, step } = subject(engineOf('float32'), sizes);
for (let i = 0; i < steps; i++) step();
const after = process.memoryUsage.rss();
let memory = 0;
// The logits are a view of the memory.
network.predict(
  [0],
  new Float64Array(sizes.hidden),
  (_position, z) => void (memory = z.buffer.byteLength),
  () => false,
);
const resident: Resident = { before, after, memory };
process.stdout.write(JSON.stringify(resident));
