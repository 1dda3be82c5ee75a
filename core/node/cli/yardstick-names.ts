import { LabError } from '../../errors.ts';
import { yardsticks, type YardstickId } from '../../yardsticks/registry.ts';

/** What people write for a yardstick beside its id. */
const shortNames: Readonly<Record<string, YardstickId>> = {
  bits: 'bitsPerCharacter',
  top5: 'top5Accuracy',
};

/** The yardstick of that name. @throws LabError `unknown-name` that says what there is */
export function yardstickOf(name: string): YardstickId {
  const found = yardsticks.find(({ id, short }) => id === (shortNames[name] ?? name) || short === name);
  if (found) return found.id;
  throw new LabError(
    'unknown-name',
    `No yardstick '${name}'. There are: ${yardsticks.map(({ id }) => id).join(', ')}; bits and top5 for short.`,
  );
}
