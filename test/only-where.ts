/** Whether tests run that need something of the machine; where it is not there, the report says what was not tried and why. */
export function onlyWhere(there: boolean, untried: string): boolean {
  if (!there) console.warn(`Not tried: ${untried}`);
  return there;
}

/** The same of what is arranged through Linux alone. */
export const onlyOnLinux = (what: string): boolean =>
  onlyWhere(process.platform === 'linux', `${what}: the test arranges it on Linux only.`);
