import type { Command } from 'commander';
import { codePointName } from '../../corpora/character-names.ts';
import type { CorpusSummary } from '../../corpora/corpus.ts';
import { refuseBesideText } from './contradictions.ts';
import { commandLab, takeText, type TextOptions } from './host.ts';
import { grouped, line } from './terminal.ts';

const sources: Readonly<Record<CorpusSummary['encodingSource'], string>> = {
  'byte-order-mark': 'by its byte order mark',
  'nul-pattern': 'by the pattern of its NUL bytes',
  'valid-utf-8': 'valid throughout',
  detected: 'a guess',
  chosen: 'as chosen',
  generated: 'generated',
};

const bits = (value: number): string => `${value.toFixed(4)} bits`;

/** A character as a reader of a terminal can tell it: `e`, `space`, `U+000A`. */
export function characterName(codePoint: number): string {
  if (codePoint === 0x20) return 'space';
  const character = String.fromCodePoint(codePoint);
  return /[\p{C}\p{Z}]/u.test(character) ? codePointName(codePoint) : character;
}

function facts(summary: CorpusSummary): string[] {
  const rate = summary.entropyRate === null ? [] : [`entropy rate      ${bits(summary.entropyRate)} (exact)`];
  const frequent = summary.mostFrequent
    .slice(0, 12)
    .map(({ codePoint, count }) => `${characterName(codePoint)} ${grouped(count)}`)
    .join(' · ');
  return [
    line(summary.name),
    `encoding          ${summary.encoding}, ${sources[summary.encodingSource]}`,
    `bytes             ${grouped(summary.bytes)}`,
    `characters        ${grouped(summary.characters)} (training ${grouped(summary.trainCharacters)}, held out ${grouped(summary.heldOutCharacters)})`,
    `distinct          ${grouped(summary.distinct)}`,
    `log2 V            ${bits(summary.uniformEntropy)}`,
    `unigram entropy   ${bits(summary.unigramEntropy)}`,
    `bigram entropy    ${bits(summary.bigramEntropy)} (of a character given the one before)`,
    ...rate,
    `most frequent     ${frequent}`,
    `SHA-256           ${summary.sha256}`,
    ...summary.warnings.map((warning) => `warning           ${line(warning)}`),
  ];
}

/** Prints the statistics of a text. */
export async function corpus(
  file: string | undefined,
  options: TextOptions & { json?: boolean },
  command: Command,
): Promise<void> {
  refuseBesideText(command, file);
  const lab = commandLab();
  try {
    const summary = await takeText(lab, file, options);
    const text = options.json ? JSON.stringify(summary, null, 2) : facts(summary).join('\n');
    process.stdout.write(`${text}\n`);
  } finally {
    await lab.close();
  }
}
