import type { Command } from 'commander';
import { spelt } from '../../../store/numbers.ts';
import { LabError } from '../../../errors.ts';
import {
  derivationData,
  derivationLatex,
  derivationMarkdown,
  derivationText,
} from '../../../derivation/written-derivation.ts';
import type { Language } from '../../../words/language.ts';
import { wordsOf } from '../../../words/words-of.ts';
import { writeDurably } from '../../disk/durable-file.ts';
import { refuseBesideText } from '../options/contradictions.ts';
import { characterName } from './corpus.ts';
import type { LookOptions } from '../options/probe-options.ts';
import { type Probed } from '../looks/probed-weights.ts';
import { lookedAt } from '../looks/looked-at.ts';
import { jsonText } from '../printed/terminal.ts';
import { visibleBlock } from '../../../words/visible-text.ts';

/** The output that is looked at. */
export interface OutputOptions {
  readonly i?: string;
  readonly index?: number;
}

interface DeriveOptions extends LookOptions, OutputOptions {
  readonly t: number;
  readonly unit?: number;
  readonly from?: number;
  readonly format: 'text' | 'md' | 'latex' | 'json';
  readonly language: Language;
  readonly out?: string;
}

/** Index of the output that --i or --index names; null where neither does. */
export function outputOf({ i, index }: OutputOptions, { points }: Pick<Probed, 'points'>): number | null {
  const V = points.length;
  if (index !== undefined) {
    if (index < V) return index;
    throw new LabError(
      'bad-argument',
      `There are ${V} outputs; --index ${index} must be from 0 to ${V - 1}.`,
    );
  }
  if (i === undefined) return null;
  const named: Readonly<Record<string, string>> = { space: ' ', '\\n': '\n', '\\t': '\t' };
  const character = named[i] ?? i;
  const point = character.codePointAt(0);
  if (point === undefined || String.fromCodePoint(point) !== character)
    throw new LabError(
      'bad-argument',
      `--i takes one character; it is '${i.slice(0, 40)}'.`,
      'For a space write space, for a line feed \\n, or give --index.',
    );
  const found = points.indexOf(point);
  if (found >= 0) return found;
  throw new LabError(
    'bad-argument',
    `The text has no character ${characterName(point)}.`,
    `loss-lab corpus lists its characters; --index takes a number from 0 to ${V - 1}.`,
  );
}

/** Prints the derivation of one place. */
export async function derive(
  file: string | undefined,
  options: DeriveOptions,
  command: Command,
): Promise<void> {
  const { text: textFile, layers, open, warn } = await lookedAt(file, options, command);
  const { part, start, length, context, t, format, language } = options;
  if (t > length)
    throw new LabError(
      'bad-argument',
      `--t ${t} lies beyond the stretch of --length ${length} steps.`,
      'Give an earlier --t or a longer --length.',
    );
  refuseBesideText(command, textFile);
  const probed = await open();
  try {
    await warn(probed);
    const place = {
      t,
      output: outputOf(options, probed),
      unit: options.unit ?? null,
      from: options.from ?? null,
    };
    const found = await probed.derive({ part, start, length, context }, layers, place);
    const words = wordsOf(language);
    const input = { ...found, name: characterName };
    const text = {
      text: () => visibleBlock(derivationText(input, words)),
      md: () => visibleBlock(derivationMarkdown(input, words)),
      latex: () => derivationLatex(input, words, language === 'zh-Hans'),
      json: () => jsonText(asJson(derivationData(input, words))),
    }[format]();
    if (options.out === undefined) process.stdout.write(text);
    else await writeDurably(options.out, text);
  } finally {
    await probed.close();
  }
}

/** JSON has no NaN and no Infinity: they are written as strings. */
const asJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value, spelt));
