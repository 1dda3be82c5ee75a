import assert from 'node:assert';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

// node same-numbers.js comparison|sweep FOLDER FOLDER: whether two folders have the same numbers, verdicts and standing, times
// apart. What is missing in both is no equality.
const [kind, one, other] = process.argv.slice(2);
const times = new Set(['seconds', 'charactersPerSecond', 'fastest', 'slowest', 'gigaflops']);
const read = (folder, ...names) => readFileSync(join(folder, ...names), 'utf8');

/** The fields of a file; each must be there. */
function fieldsOf(what, value, names) {
  for (const name of names)
    assert(value?.[name] !== undefined && value[name] !== null, `${what} has no '${name}'`);
  return names.map((name) => [name, value[name]]);
}
const timeless = (text) => JSON.parse(text, (key, value) => (times.has(key) ? undefined : value));

const numbers = {
  comparison: (folder) => {
    const { content } = timeless(read(folder, 'report', 'report.json'));
    const what = `The report in ${folder}`;
    assert(
      content?.runs?.length > 0 && content.results?.pairs?.length > 0,
      `${what} has no runs or no verdicts`,
    );
    return [
      ...fieldsOf(what, content, ['experiment', 'baselines', 'partial', 'runs']),
      ...fieldsOf(what, content.results, ['standing', 'leader', 'pairs']),
    ];
  },
  sweep: (folder) => {
    const rows = read(folder, 'sweep.csv').trimEnd().split('\r\n');
    assert(
      rows.length > 1 && rows[0].endsWith(',seconds'),
      `The table in ${folder} has no runs, or other columns`,
    );
    return [
      ['runs', rows.map((row) => row.replace(/,[^,]*$/, ''))],
      ...fieldsOf(`What ${folder} came to`, timeless(read(folder, 'results.json')), [
        'complete',
        'tuning',
        'arms',
      ]),
    ];
  },
};
const [expected, found] = [one, other].map((folder) => numbers[kind](folder));
const differing = expected.flatMap(([name, value], i) =>
  JSON.stringify(value) === JSON.stringify(found[i][1]) ? [] : [name],
);
process.stdout.write(
  `${kind}: ${differing.length === 0 ? 'the numbers of one undisturbed program' : `OTHER ${differing.join(', ')}`}\n`,
);
process.exitCode = differing.length === 0 ? 0 : 1;
