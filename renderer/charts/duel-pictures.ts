import { dashLengths, type ArmLook } from '../../core/contract/arm-look.ts';
import { differences } from '../../core/duels/duel-differences.ts';
import type { Duel } from '../../core/duels/duel.ts';
import { visibleSign } from '../../core/words/visible-text.ts';
import { characterName } from '../state/format.ts';
import { at, escaped, picture } from './drawn-pictures.ts';
import {
  hasWide,
  isDrawn,
  nextCharacters,
  othersProbability,
  probabilityClass,
  probabilityClasses,
  probabilityWords,
  rowsOf,
} from './duel-words.ts';

/** An arm as a picture shows it. */
export interface PicturedArm {
  readonly label: string;
  readonly look: ArmLook;
}

/** Fills of the classes on white, the least likely first; the same mixture as on the screen. */
const fills = ['#ffffff', '#e2ebfc', '#c5d6fa', '#a1bdf6', '#7ba3f3'];
const mono = "'JetBrains Mono', ui-monospace, 'Noto Sans Mono CJK SC', monospace";

const swatch = ({ look }: PicturedArm, x: number, y: number) =>
  `<path d="M${at(x)} ${at(y)}h14" stroke="${look.light}" stroke-width="5"${look.line === 'solid' ? '' : ` stroke-dasharray="${dashLengths[look.line]}"`}/>`;

/** All lines of a duel below each other, each character on the colour of its probability. */
export function linesPicture(title: string, duel: Duel, arms: readonly PicturedArm[]): string {
  const [cell, columns] = hasWide(duel) ? [18, 48] : [11, 80];
  const [left, top, lineHeight] = [230, 66, 20];
  const differs = differences(duel.lines, isDrawn(duel));
  const blockHeight = (arms.length + 1) * lineHeight + 8;
  const rows = rowsOf(differs.length, columns);
  const blocks = rows.map(({ from, to }, block) => {
    const y = top + block * blockHeight;
    const lines = arms.map((arm, i) => {
      const line = duel.lines[i]!;
      const base = y + i * lineHeight;
      const cells = Array.from(line.characters.subarray(from, to), (point, n) => {
        const x = left + n * cell;
        const fill = fills[probabilityClass(line.probability[from + n]!)]!;
        return `<rect x="${x}" y="${base}" width="${cell}" height="${lineHeight - 2}" fill="${fill}"/><text x="${at(x + cell / 2)}" y="${base + 14}" text-anchor="middle">${escaped(visibleSign(point))}</text>`;
      });
      return `${swatch(arm, 16, base + 9)}<text x="38" y="${base + 13}" font-family="Inter, system-ui, sans-serif">${escaped(arm.label)}</text>${cells.join('')}`;
    });
    const marks = Array.from(differs.subarray(from, to), (mark, n) =>
      mark
        ? `<text x="${at(left + (n + 0.5) * cell)}" y="${y + arms.length * lineHeight + 11}" text-anchor="middle" fill="#5b6672">≠</text>`
        : '',
    );
    return lines.join('') + marks.join('');
  });
  const legend = probabilityClasses.map(
    ({ label }, i) =>
      `<rect x="${16 + i * 120}" y="38" width="14" height="14" fill="${fills[i]}" stroke="#c6ccd4"/><text x="${36 + i * 120}" y="49" font-family="Inter, system-ui, sans-serif" fill="#5b6672">${label}</text>`,
  );
  return picture(
    Math.max(640, left + Math.min(columns, differs.length) * cell + 16),
    top + rows.length * blockHeight + 8,
    title,
    `${legend.join('')}<g font-family="${mono}" font-size="12">${blocks.join('')}</g>`,
  );
}

/** The likeliest next characters of every arm at a position, on one scale. */
export function nextPicture(
  title: string,
  duel: Duel,
  arms: readonly PicturedArm[],
  position: number,
): string {
  const [column, barLeft, barWidth, top, rowHeight] = [250, 64, 110, 74, 18];
  const all = arms.map((_, i) => nextCharacters(duel, i, position));
  const largest = Math.max(...all.flat().map(({ probability }) => probability));
  const rowCount = Math.max(...all.map((each) => each.length)) + 1;
  const bar = (x: number, y: number, p: number, name: string, fill: string, mark: string) =>
    `<text x="${x + barLeft - 6}" y="${y + 12}" text-anchor="end">${escaped(name)}</text><rect x="${x + barLeft}" y="${y + 2}" width="${at(barWidth * Math.min(1, p / largest) || 0)}" height="12" fill="${fill}"/><text x="${x + barLeft + barWidth + 6}" y="${y + 12}" fill="#5b6672">${probabilityWords(p)}${mark}</text>`;
  const body = arms.map((arm, i) => {
    const x = 16 + i * column;
    const named = all[i]!.map(({ codePoint, probability, here }, row) =>
      bar(x, top + row * rowHeight, probability, characterName(codePoint), arm.look.light, here ? ' ◂' : ''),
    );
    const rest = bar(
      x,
      top + all[i]!.length * rowHeight,
      othersProbability(duel, i, position),
      'others',
      '#c6ccd4',
      '',
    );
    return `${swatch(arm, x, 56)}<text x="${x + 20}" y="60">${escaped(arm.label)}</text>${named.join('')}${rest}`;
  });
  const drawn = isDrawn(duel);
  const note = drawn
    ? `◂ drawn with u = ${duel.randomNumbers[position]!.toFixed(6)}`
    : '◂ what comes next in the text';
  return picture(
    Math.max(520, 32 + arms.length * column),
    top + rowCount * rowHeight + 34,
    title,
    `${body.join('')}<text x="16" y="${top + rowCount * rowHeight + 20}" fill="#5b6672">${note}</text>`,
  );
}
