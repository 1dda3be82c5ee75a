import { LabError } from '../../../errors.ts';
import { listed } from '../../../words/number-format.ts';
import { yardsticks, type YardstickId } from '../../../yardsticks/registry.ts';

/** What people write for the yardsticks. */
export const yardstickNames = yardsticks.map(({ name }) => name).join(', ');

/** The yardstick of that name. @throws LabError `unknown-name` that says what there is */
export function yardstickOf(name: string): YardstickId {
  const found = yardsticks.find((each) => [each.id, each.name, each.short].some((known) => known === name));
  if (found) return found.id;
  const short = yardsticks.filter((each) => each.name !== each.id).map((each) => each.name);
  throw new LabError(
    'unknown-name',
    `No yardstick '${name}'. There are: ${yardsticks.map(({ id }) => id).join(', ')}; ${listed(short)} for short.`,
  );
}
