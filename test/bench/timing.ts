/** Seconds one call takes, over at least `seconds` and at least one call. */
export function secondsPerCall(call: () => void, seconds: number): number {
  const begun = performance.now();
  let calls = 0;
  let passed: number;
  do {
    call();
    calls++;
    passed = performance.now() - begun;
  } while (passed < 1000 * seconds);
  return passed / 1000 / calls;
}
