import { cellsOf } from '../../../words/cells.ts';
import { visibleSign } from '../../../words/visible-text.ts';
import { differences, ownCharacters } from '../../../duels/duel-differences.ts';
import type { DuelLines } from '../../../duels/duel.ts';
import { smoothingRule } from '../../../network/reading.ts';
import { readingSentence, type LayerReading } from '../../../outputs/readings/registry.ts';
import type { DuelOptions } from '../options/duel-options.ts';
import { line, table } from '../printed/terminal.ts';

/** A duel as it is printed: what it is, the lines below each other, the figures of each. */
export function duelText(
  found: DuelLines,
  labels: readonly string[],
  readings: readonly LayerReading[],
  options: DuelOptions,
): string {
  return [
    heading(labels, readings, options),
    alignedLines(found, labels, options),
    figures(found, labels, options),
  ].join('\n\n');
}

function heading(
  labels: readonly string[],
  readings: readonly LayerReading[],
  { given, seed, temperature }: DuelOptions,
): string {
  const what =
    given === undefined
      ? `Drawn with the same random numbers (seed ${seed}); ^ marks where the runs differ.`
      : 'The same text read by all; each line is what its run expected most, ^ marks where they differ.';
  const each = labels.map((label, i) => `${line(label)}: ${readingSentence(readings[i], '')}`);
  return `${what}\n${each.join('\n')}\nThen ${smoothingRule}.\nThen temperature: p^(1/τ) / Σ p^(1/τ), τ = ${temperature}.`;
}

const signs = (points: Uint32Array) => Array.from(points, visibleSign);

/** All lines below each other in blocks that fit the terminal, each position as wide as its widest character. */
function alignedLines({ lines }: DuelLines, labels: readonly string[], { given }: DuelOptions): string {
  const drawn = given === undefined;
  const marks = Array.from(differences(lines, drawn), (differs) => (differs ? '^' : ' '));
  const rows = [
    ...(drawn ? [] : [{ label: 'the text', cells: signs(lines[0].characters) }]),
    ...lines.map((each, i) => ({ label: line(labels[i]), cells: signs(ownCharacters(each, drawn)) })),
    { label: '', cells: marks },
  ];
  const widths = marks.map((_, position) => Math.max(...rows.map(({ cells }) => cellsOf(cells[position]))));
  const pad = (text: string, width: number) => text + ' '.repeat(Math.max(0, width - cellsOf(text)));
  const labelWidth = Math.max(...rows.map(({ label }) => cellsOf(label)));
  const room = Math.max(20, (process.stdout.columns ?? 100) - labelWidth - 8);
  const blocks: string[] = [];
  for (let from = 0; from < widths.length;) {
    let to = from;
    for (let used = 0; to < widths.length && (to === from || used + widths[to] <= room); to++)
      used += widths[to];
    const block = rows.map(({ label, cells }, row) => {
      const text = cells.slice(from, to).map((cell, i) => pad(cell, widths[from + i]));
      const place = row === 0 ? String(from + 1) : '';
      return `${place.padStart(5)}  ${pad(label, labelWidth)}  ${text.join('')}`.trimEnd();
    });
    blocks.push(block.join('\n'));
    from = to;
  }
  return blocks.join('\n\n');
}

function figures({ lines }: DuelLines, labels: readonly string[], { given }: DuelOptions): string {
  const drawn = given === undefined;
  const [first] = lines;
  const own = ownCharacters(first, drawn);
  const rows = lines.map((each, i) => {
    const same = ownCharacters(each, drawn).filter((character, position) => character === own[position]);
    return [
      labels[i],
      each.bitsPerCharacter.toFixed(3),
      each.meanEntropy.toFixed(3),
      `${same.length} of ${own.length}`,
    ];
  });
  const bits = drawn ? 'bits/char of its own text' : 'bits/char of the text';
  return table(['run', bits, 'entropy, bits', 'as the first run'], rows, new Set([1, 2, 3]));
}
