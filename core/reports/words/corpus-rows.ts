import { compact } from '../../words/compact.ts';
import type { Say } from '../../words/said/say.ts';
import { sayOf } from './say-of.ts';
import type { CorpusSummary, EncodingSource } from '../../corpora/corpus.ts';
import { baselineLines } from '../../experiments/comparison/baseline-lines.ts';
import { splitOfText } from '../../experiments/text-split.ts';
import { fixed, grouped } from '../../words/number-format.ts';
import { usualYardstick } from '../../yardsticks/registry.ts';
import type { MethodRow, Report } from '../report-data.ts';

const foundBy: Readonly<Record<EncodingSource, string>> = {
  'byte-order-mark': 'it has a byte-order mark',
  'nul-pattern': 'found by its NUL bytes',
  'valid-utf-8': 'it is valid UTF-8',
  detected: 'detected, may be wrong',
  chosen: 'chosen by hand',
  generated: 'generated text',
};

const bits = (value: number, say: Say) => say`${fixed(value, 3)} bits`;

function partsText(
  { trainCharacters, tuningCharacters, heldOutCharacters }: CorpusSummary,
  split: string,
  say: Say,
): string {
  const [train, tune, held] = [trainCharacters, tuningCharacters, heldOutCharacters].map(grouped);
  return tuningCharacters > 0
    ? say`training ${train}, tuning ${tune}, held out ${held} characters (${split}).`
    : say`training ${train}, held out ${held} characters (${split}).`;
}

const choosingWords = ({ tuningCharacters }: CorpusSummary, say: Say): string =>
  tuningCharacters > 0
    ? say`Sweeps and rules that end runs read the tuning part, reported yardsticks the held-out one.`
    : say`There is no tuning part: a sweep or a rule that ends runs reads the held-out part, on which results are reported.`;

function baselineText({ corpus, baselines }: Report, say: Say): string {
  const lines = baselineLines(usualYardstick, corpus, baselines?.heldOut ?? null).map(
    ({ label, value }) => `${say.of(label)} ${bits(value, say)}`,
  );
  const told = say.names(lines);
  return baselines
    ? say`${told}; unigram (add-one) and bigram (Witten–Bell) are counted on the training part and scored on the ${grouped(baselines.heldOut.characters)} characters that the runs are scored on`
    : told;
}

/** The text as label and words. */
export function corpusRows(report: Report): MethodRow[] {
  const { corpus } = report;
  const say = sayOf(report);
  const { encoding, encodingSource, options, builtin } = corpus;
  return compact([
    { label: say`Name`, text: corpus.name },
    builtin && { label: say`Generated`, text: say`${builtin.id}, seed ${builtin.seed}` },
    { label: say`Encoding`, text: say`${encoding} (${say.of(foundBy[encodingSource])})` },
    { label: say`Size`, text: say`${grouped(corpus.characters)} characters, ${grouped(corpus.bytes)} bytes` },
    { label: 'SHA-256', text: corpus.sha256 },
    { label: say`Distinct characters`, text: `V = ${grouped(corpus.distinct)}` },
    ...corpus.files.map(({ name, characters, encoding, sha256, heldOut }) => ({
      label: heldOut ? say`Held-out file` : say`File`,
      text: say`${name}: ${grouped(characters)} characters, ${encoding}, SHA-256 ${sha256}`,
    })),
    {
      label: say`Parts`,
      text: say.sentences([partsText(corpus, splitOfText(corpus, say), say), choosingWords(corpus, say)]),
    },
    { label: say`Baselines`, text: baselineText(report, say) },
    corpus.drift !== null && {
      label: say`Drift`,
      text:
        corpus.drift < 5e-4
          ? say`none: the held-out part differs from the training part no more than by chance`
          : say`${bits(corpus.drift, say)} a character: by so much the held-out part costs more by the character frequencies of the training part than by its own, less the same of the characters in random order`,
    },
    {
      label: say`In-sample entropies`,
      text: say`${bits(corpus.unigramEntropy, say)} a character, ${bits(corpus.bigramEntropy, say)} given the one before: of the text itself, nothing that a model could reach`,
    },
    {
      label: say`Reading`,
      text: say.series([
        options.normaliseLineEnds ? say`line ends turned into LF` : say`line ends kept`,
        options.minimumCount > 1
          ? say`characters with fewer than ${options.minimumCount} occurrences merged into one`
          : say`every character kept`,
      ]),
    },
    corpus.warnings.length > 0 && {
      label: say`Warnings`,
      text: say.sentences(corpus.warnings.map((text) => say.of(text))),
    },
  ]);
}
