import type { Command } from 'commander';
import { codePointName } from '../../../corpora/character-names.ts';
import type { CorpusSummary } from '../../../corpora/corpus.ts';
import { encodingSourceWords } from '../../../words/text-words.ts';
import { splitOfText } from '../../../experiments/text-split.ts';
import { counted, fixed } from '../../../words/number-format.ts';
import { refuseBesideText } from '../options/contradictions.ts';
import { commandLab } from '../command-lab.ts';
import { takeText, type TextOptions } from '../given-text.ts';
import { grouped, jsonText, line } from '../printed/terminal.ts';
import { warningLines } from '../printed/text-warnings.ts';

const bits = (value: number): string => `${fixed(value, 4)} bits`;

/** A character as a reader of a terminal can tell it: `e`, `space`, `U+000A`. */
export function characterName(codePoint: number): string {
  if (codePoint === 0x20) return 'space';
  const character = String.fromCodePoint(codePoint);
  return /[\p{C}\p{Z}\p{M}]/u.test(character) ? codePointName(codePoint) : character;
}

function partsText({ trainCharacters, tuningCharacters, heldOutCharacters }: CorpusSummary): string {
  const tuning = tuningCharacters > 0 ? `tuning ${grouped(tuningCharacters)}, ` : '';
  return `training ${grouped(trainCharacters)}, ${tuning}held out ${grouped(heldOutCharacters)}`;
}

/** The held-out part as models of the training part see it. */
function heldOutFacts({ heldOut, drift }: CorpusSummary): string[] {
  if (!heldOut) return [];
  return [
    `held-out unigram  ${bits(heldOut.unigramBits)} (frequencies of the training part)`,
    `held-out bigram   ${bits(heldOut.bigramBits)} (pairs of the training part, Witten-Bell)`,
    `held-out own      ${bits(heldOut.ownUnigramEntropy)} (by its own frequencies)`,
    ...(drift === null
      ? []
      : [
          drift < 5e-5
            ? 'drift             none (the parts differ no more than by chance)'
            : `drift             ${bits(drift)} (by which the parts differ beyond chance)`,
        ]),
  ];
}

function facts(summary: CorpusSummary): string[] {
  const rate = summary.entropyRate === null ? [] : [`entropy rate      ${bits(summary.entropyRate)} (exact)`];
  const frequent = summary.mostFrequent
    .slice(0, 12)
    .map(({ codePoint, count }) => `${characterName(codePoint)} ${grouped(count)}`)
    .join(' · ');
  return [
    line(summary.name),
    `encoding          ${summary.encoding}, ${encodingSourceWords(summary.encodingSource)}`,
    `bytes             ${grouped(summary.bytes)}`,
    `characters        ${grouped(summary.characters)} (${partsText(summary)})`,
    `split             ${splitOfText(summary)}`,
    ...summary.files.map(
      ({ name, characters, encoding, heldOut }) =>
        `${heldOut ? 'held-out file' : 'file'}     `.padEnd(18) +
        `${line(name)}, ${counted(characters, 'character')}, ${encoding}`,
    ),
    `distinct          ${grouped(summary.distinct)}`,
    `log2 V            ${bits(summary.uniformEntropy)}`,
    ...rate,
    ...heldOutFacts(summary),
    `in-sample         ${bits(summary.unigramEntropy)} a character, ${bits(summary.bigramEntropy)} given the one before: entropies of the text itself, which no model can be held to`,
    `most frequent     ${frequent}`,
    `SHA-256           ${summary.sha256}`,
    ...warningLines(summary),
  ];
}

/** Prints the statistics of a text. */
export async function corpus(
  files: readonly string[],
  options: TextOptions & { json?: boolean },
  command: Command,
): Promise<void> {
  refuseBesideText(command, files[0]);
  const lab = commandLab();
  try {
    const summary = await takeText(lab, files, options);
    const text = options.json ? jsonText(summary) : `${facts(summary).join('\n')}\n`;
    process.stdout.write(text);
  } finally {
    await lab.close();
  }
}
