import { readFileSync } from 'node:fs';
import { join } from 'node:path';

// node same-numbers.js comparison|sweep FOLDER FOLDER: whether two folders have the same numbers, times apart.
const [kind, one, other] = process.argv.slice(2);
const times = new Set(['seconds', 'generatedAt']);
const numbers = {
  comparison: (folder) =>
    JSON.stringify(
      JSON.parse(readFileSync(join(folder, 'report', 'report.json'), 'utf8'), (key, value) =>
        times.has(key) ? undefined : value,
      ).content.runs,
    ),
  // The last column is that of seconds.
  sweep: (folder) =>
    readFileSync(join(folder, 'sweep.csv'), 'utf8')
      .split('\n')
      .map((row) => row.replace(/,[^,]*$/, ''))
      .join('\n'),
};
const equal = numbers[kind](one) === numbers[kind](other);
process.stdout.write(`${kind}: ${equal ? 'the numbers of one undisturbed program' : 'OTHER numbers'}\n`);
process.exitCode = equal ? 0 : 1;
