import { randomBytes } from 'node:crypto';
import { isSecret } from './guard.ts';

/** Milliseconds after which a code is worth nothing, used or not. */
export const codeLife = 60_000;

/** Codes that stand in for the token where others can read along. */
interface OpeningCodes {
  /** A new code of 22 signs; the one before it is dead. */
  issue(): string;
  /** Whether this is the code, within a minute and for the first time. It is dead afterwards. */
  redeem(given: string): boolean;
}

/**
 * The arguments of a browser can be read by everybody on a machine for as long as it runs, so it is started with a
 * code that opens the lab once and within a minute. Whoever is quicker than the browser leaves it with an address
 * that no longer works, which is seen.
 * @param now milliseconds of a clock that is never set back
 */
export function openingCodes(now: () => number = () => performance.now()): OpeningCodes {
  let current: { readonly code: string; readonly until: number } | null = null;
  return {
    issue() {
      current = { code: randomBytes(16).toString('base64url'), until: now() + codeLife };
      return current.code;
    },
    redeem(given) {
      if (current === null || !isSecret(given, current.code)) return false;
      const isAlive = now() < current.until;
      current = null;
      return isAlive;
    },
  };
}
