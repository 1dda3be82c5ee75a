/** A plug-in that does harm, with what the lab has to say of it. */
export interface HostilePlugin {
  readonly does: string;
  readonly source: string;
  /** How its run ends. */
  readonly ends: 'failed' | 'diverged' | 'finished';
  /** Part of the sentence the run fails with; of a run that diverges, what was not finite. */
  readonly sentence: string;
}

const rightLoss = `
    let loss = 0;
    for (let i = 0; i < y.length; i++) {
      const error = y[i] - (i === target ? 1 : 0);
      loss += (error * error) / 2;
      delta[i] = error;
    }
    return loss;`;

interface Parts {
  /** Before the export. */
  readonly top?: string;
  /** Body of lossAndDelta. */
  readonly loss?: string;
  readonly members?: string;
}

/** A linear + quadratic plug-in with parts replaced. `lossAndDelta` begins at line 9 where `top` has one line. */
export function pluginSource({ top = '', loss = rightLoss, members = '' }: Parts = {}): string {
  return `${top}
export default {
  id: 'hostile',
  label: 'hostile',
  activation: 'linear',
  formula: 'E = ½ Σ (t − y)²',
  delta: 'δ = y − t',
  ${members}
  lossAndDelta(z, target, y, delta) {${loss}
  },
};
`;
}

const failing = (does: string, parts: Parts, sentence: string): HostilePlugin => ({
  does,
  source: pluginSource(parts),
  ends: 'failed',
  sentence,
});

const late = (place: string) => `${place} did not return within`;

export const hostilePlugins: readonly HostilePlugin[] = [
  // It does not give the thread back.
  failing('loops without end when it is loaded', { top: 'while (true);' }, late('its loading')),
  failing(
    'waits without end when it is loaded',
    { top: 'await new Promise(() => {});' },
    late('its loading'),
  ),
  failing(
    'starves the event loop with promises when it is loaded',
    { top: 'const again = () => Promise.resolve().then(again); await again();' },
    late('its loading'),
  ),
  failing('loops without end in lossAndDelta', { loss: 'for (;;);' }, late('lossAndDelta')),
  failing('loops without end in forward', { members: 'forward() { for (;;); },' }, late('forward')),
  failing(
    'loops without end in probabilities',
    { members: 'probabilities() { for (;;); },' },
    late('probabilities'),
  ),
  failing(
    'loops without end at its 1000th call',
    { top: 'let calls = 0;', loss: `while (++calls >= 1000);${rightLoss}` },
    late('lossAndDelta'),
  ),
  failing(
    'catches everything and loops on',
    { loss: 'for (;;) try { null.x; } catch { continue; } finally { continue; }' },
    late('lossAndDelta'),
  ),
  failing(
    'loops without end in a timer',
    { top: 'setTimeout(() => { for (;;); }, 20);', loss: `for (let i = 0; i < 1e5; i++);${rightLoss}` },
    late('a timer or promise of its own'),
  ),
  failing(
    'sleeps without end',
    { loss: 'Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);' },
    late('lossAndDelta'),
  ),
  failing(
    'has a regular expression that never ends',
    { loss: "/^(a+)+$/.test('a'.repeat(60) + 'b'); return 0;" },
    late('lossAndDelta'),
  ),
  failing(
    'has a getter that never ends',
    { top: '', members: 'get forward() { for (;;); },' },
    late('its loading'),
  ),

  // It throws.
  failing(
    'throws when it is loaded',
    { top: "throw new TypeError('at once');" },
    'line 1: it threw TypeError',
  ),
  failing(
    'throws in lossAndDelta',
    { loss: "\n throw new Error('no');" },
    'line 10: lossAndDelta threw Error: no',
  ),
  failing('throws nothing at all', { loss: 'throw undefined;' }, 'threw something that is no error'),
  failing(
    'throws an error that throws',
    { loss: "throw Object.defineProperty(new Error('x'), 'message', { get() { throw 1; } });" },
    'threw an error that cannot be looked at',
  ),
  failing(
    'throws ANSI escapes',
    { loss: "throw new Error('\\u001b[2J\\u001b]0;owned\\u0007');" },
    '⟦U+001B⟧[2J⟦U+001B⟧]0;owned⟦U+0007⟧',
  ),
  failing(
    'recurses without end',
    { loss: 'return this.lossAndDelta(z, target, y, delta);' },
    'threw RangeError',
  ),
  failing(
    'leaves a rejection unhandled',
    { top: "Promise.reject(new Error('nobody listens'));" },
    'nobody listens',
  ),
  failing(
    'throws in a timer',
    {
      top: "setTimeout(() => { throw new Error('from a timer'); }, 20);",
      loss: `for (let i = 0; i < 1e5; i++);${rightLoss}`,
    },
    'line 1: outside of a call it threw Error: from a timer',
  ),

  // It answers what is no answer.
  {
    does: 'returns a promise',
    source: pluginSource().replace('lossAndDelta(', 'async lossAndDelta('),
    ends: 'failed',
    sentence: 'lossAndDelta returned a promise, not a number',
  },
  failing(
    'returns a string',
    { loss: `${rightLoss.replace('return loss', 'return String(loss)')}` },
    'a string',
  ),
  failing('returns a BigInt', { loss: 'delta.fill(0); return 1n;' }, 'lossAndDelta returned a BigInt'),
  failing('returns nothing', { loss: 'delta.fill(0);' }, 'lossAndDelta returned nothing'),
  {
    does: 'returns NaN',
    source: pluginSource({ loss: 'delta.fill(0); return NaN;' }),
    ends: 'diverged',
    sentence: 'loss',
  },
  {
    does: 'returns Infinity',
    source: pluginSource({ loss: 'delta.fill(0); return Infinity;' }),
    ends: 'diverged',
    sentence: 'loss',
  },
  {
    does: 'writes NaN into δ',
    source: pluginSource({ loss: 'delta.fill(NaN); return 1;' }),
    ends: 'diverged',
    sentence: '∂E/∂',
  },
  failing('writes nothing', { loss: 'return 1;' }, 'lossAndDelta left delta[0] unwritten'),
  failing(
    'writes all but one',
    { loss: 'delta.subarray(1).fill(0); return 1;' },
    'lossAndDelta left delta[0] unwritten',
  ),
  failing(
    'writes into an array that is longer',
    { loss: 'delta = new Float64Array(y.length + 1); return 0;' },
    'lossAndDelta left delta[0] unwritten',
  ),
  failing('changes its input', { loss: `z[0] = 7;${rightLoss}` }, 'lossAndDelta changed z[0]'),
  failing(
    'gives its arrays away',
    { loss: 'structuredClone(0, { transfer: [delta.buffer] }); return 0;' },
    'gave an array of the lab away',
  ),
  failing(
    'gives probabilities that are none',
    { members: 'probabilities(y, q) { q.fill(1); return false; },' },
    'whose sum is',
  ),

  // It is not what it must be.
  failing('is no JavaScript', { top: 'const = 1;' }, 'line 1: it is no JavaScript module'),
  { does: 'exports nothing', source: 'const a = 1;\n', ends: 'failed', sentence: 'it has no default export' },
  failing('imports a package', { top: "import 'left-pad';" }, 'line 1: it imports something'),
  failing('imports a neighbour', { top: "import './other.mjs';" }, 'line 1: it imports something'),
  failing(
    'imports the threads of the lab',
    { loss: "import('node:worker_threads'); return 0;" },
    'it imports something',
  ),
  {
    does: 'takes the name of a built-in layer',
    source: pluginSource().replace("'hostile'", "'softmax-cross-entropy'"),
    ends: 'failed',
    sentence: 'is that of a built-in layer',
  },
  {
    does: 'has a label without end',
    source: pluginSource().replace("label: 'hostile'", "label: 'x'.repeat(1e8)"),
    ends: 'failed',
    sentence: 'its label has 100000000 characters',
  },
  {
    does: 'has a label that turns around what stands beside it',
    source: pluginSource().replace("label: 'hostile'", "label: '\\u202emasked\\u001b[31m'"),
    ends: 'finished',
    sentence: '',
  },
  {
    does: 'exports a then that never calls back',
    source: `export const then = () => {};\n${pluginSource()}`,
    ends: 'failed',
    sentence: late('its loading'),
  },
  {
    does: 'has a then of its own',
    source: pluginSource({ members: 'then() {},' }),
    ends: 'finished',
    sentence: '',
  },
  {
    does: 'is a proxy that throws at every look',
    source: "export default new Proxy({}, { get() { throw new Error('look'); } });\n",
    ends: 'failed',
    sentence: 'reading its id threw Error: look',
  },
  {
    does: 'changes its mind about its id',
    source: pluginSource().replace(
      "id: 'hostile'",
      "get id() { return globalThis.once ? '../../x' : ((globalThis.once = true), 'hostile'); }",
    ),
    ends: 'finished',
    sentence: '',
  },

  // It reaches for what is not its own.
  failing('replaces Math.exp', { top: 'Math.exp = () => 0;' }, 'line 1: it threw TypeError'),
  failing('replaces methods of arrays', { top: 'Array.prototype.map = null;' }, 'line 1: it threw TypeError'),
  failing(
    'replaces methods of typed arrays',
    { loss: 'Object.getPrototypeOf(Float64Array.prototype).set = () => {};' },
    'line 9: lossAndDelta threw TypeError',
  ),
  failing('replaces Atomics', { top: 'globalThis.Atomics = {};' }, 'line 1: it threw TypeError'),
  failing('adds to every object', { top: 'Object.prototype.then = () => {};' }, 'line 1: it threw TypeError'),
  failing('ends the process', { top: 'process.exit(3);' }, 'ended its thread, with status 3'),
  failing('ends the process in a call', { loss: 'process.exit(0);' }, 'ended its thread, with status 0'),
  failing('aborts the process', { top: 'process.abort();' }, 'process.abort() is not supported in workers'),
  failing(
    'forges a message of the lab',
    {
      top: 'const { parentPort } = process.getBuiltinModule("worker_threads");',
      loss: `parentPort.postMessage({ kind: 'progress', runs: [{ armId: 'honest', seed: 1, status: 'failed' }] });${rightLoss}`,
    },
    'sent the lab a message of its own',
  ),
  failing(
    'asks for 8 TB',
    { loss: 'return new Float64Array(2 ** 40)[0];' },
    'threw RangeError: Invalid typed array length',
  ),
  failing(
    'fills the memory with objects',
    { loss: 'const all = []; for (;;) all.push({ all, text: [all.length, 1, 2, 3] });' },
    'its thread was ended',
  ),
  {
    does: 'floods the console',
    source: pluginSource({
      loss: `for (let i = 0; i < 50; i++) console.log('\\u001b[31mflood');${rightLoss}`,
    }),
    ends: 'finished',
    sentence: '',
  },
  {
    does: 'sets a thousand timers',
    source: pluginSource({ top: 'for (let i = 0; i < 1000; i++) setInterval(() => {}, 0);' }),
    ends: 'finished',
    sentence: '',
  },
];
