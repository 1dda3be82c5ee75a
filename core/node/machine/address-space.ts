import { gibibytes } from '../../words/number-format.ts';
import { readFileSync } from 'node:fs';

/**
 * Addresses that V8 sets aside for each memory of WebAssembly so that no access needs a check, bytes: 8 GiB and guards around
 * them. Little of it is ever memory.
 */
const perMemory = 10 * 2 ** 30;
/** What Node itself takes with a few threads, bytes: below it no network fits without those guards either. */
const least = 4 * 2 ** 30;

/** What is asked of the system; tests answer for other machines. */
interface AddressFacts {
  /** `/proc/self/limits`; null where there is none. */
  readonly limits: string | null;
  readonly flags: string;
}

const factsHere = (): AddressFacts => {
  let limits: string | null = null;
  try {
    limits = readFileSync('/proc/self/limits', 'utf8');
  } catch {
    // Other systems have no such file, and no such limit in use.
  }
  return { limits, flags: [...process.execArgv, process.env.NODE_OPTIONS ?? ''].join(' ') };
};

/** What to say where the addresses of this process are limited (`ulimit -v`) so that its runs would fail; else null. */
export function addressSpaceWords({ limits, flags }: AddressFacts = factsHere()): string | null {
  const limit = Number(/^Max address space\s+(\d+)/m.exec(limits ?? '')?.[1] ?? Infinity);
  const unguarded = flags.includes('--disable-wasm-trap-handler');
  if (limit >= (unguarded ? least : 100 * perMemory)) return null;
  const has = `The address space of this program is limited to ${gibibytes(limit)} (ulimit -v)`;
  return unguarded
    ? `${has}; Node with a few threads takes some 4 GiB of addresses. Raise it with ulimit -v.`
    : `${has}, and each run of the float32 engine sets some 10 GiB of addresses aside, though little memory. Where runs fail for it: ulimit -v unlimited; or, where that is not allowed and 4 GiB are there, NODE_OPTIONS=--disable-wasm-trap-handler, which is slower.`;
}
