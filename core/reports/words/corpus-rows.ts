import type { CorpusSummary, EncodingSource } from '../../corpora/corpus.ts';
import { baselineLines } from '../../experiments/comparison/baseline-lines.ts';
import { splitWords } from '../../experiments/text-split.ts';
import { fixed, grouped } from '../../words/number-format.ts';
import type { MethodRow, Report } from '../report-data.ts';

const foundBy: Readonly<Record<EncodingSource, string>> = {
  'byte-order-mark': 'it has a byte-order mark',
  'nul-pattern': 'found by its NUL bytes',
  'valid-utf-8': 'it is valid UTF-8',
  detected: 'detected, may be wrong',
  chosen: 'chosen by hand',
  generated: 'generated text',
};

const bits = (value: number) => `${fixed(value, 3)} bits`;

function partsText({ trainCharacters, tuningCharacters, heldOutCharacters }: CorpusSummary): string {
  return (
    `training ${grouped(trainCharacters)}, ` +
    (tuningCharacters > 0 ? `tuning ${grouped(tuningCharacters)}, ` : '') +
    `held out ${grouped(heldOutCharacters)} characters`
  );
}

const choosingWords = ({ tuningCharacters }: CorpusSummary): string =>
  tuningCharacters > 0
    ? 'Sweeps and rules that end runs read the tuning part, reported yardsticks the held-out one.'
    : 'There is no tuning part: a sweep or a rule that ends runs reads the held-out part, on which results are reported.';

function baselineText({ corpus, baselines }: Report): string {
  const lines = baselineLines('bitsPerCharacter', corpus, baselines?.heldOut ?? null).map(
    ({ label, value }) => `${label} ${bits(value)}`,
  );
  return (
    lines.join(', ') +
    (baselines
      ? `; unigram (add-one) and bigram (Witten–Bell) are counted on the training part and scored on the ${grouped(baselines.heldOut.characters)} characters that the runs are scored on`
      : '')
  );
}

/** The text as label and words. */
export function corpusRows(report: Report): MethodRow[] {
  const { corpus } = report;
  const { encoding, encodingSource, options, builtin } = corpus;
  return [
    { label: 'Name', text: corpus.name },
    ...(builtin ? [{ label: 'Generated', text: `${builtin.id}, seed ${builtin.seed}` }] : []),
    { label: 'Encoding', text: `${encoding} (${foundBy[encodingSource]})` },
    { label: 'Size', text: `${grouped(corpus.characters)} characters, ${grouped(corpus.bytes)} bytes` },
    { label: 'SHA-256', text: corpus.sha256 },
    { label: 'Distinct characters', text: `V = ${grouped(corpus.distinct)}` },
    ...corpus.files.map(({ name, characters, encoding, sha256, heldOut }) => ({
      label: heldOut ? 'Held-out file' : 'File',
      text: `${name}: ${grouped(characters)} characters, ${encoding}, SHA-256 ${sha256}`,
    })),
    {
      label: 'Parts',
      text: `${partsText(corpus)} (${splitWords(options)}). ${choosingWords(corpus)}`,
    },
    { label: 'Baselines', text: baselineText(report) },
    ...(corpus.drift === null
      ? []
      : [
          {
            label: 'Drift',
            text: `${bits(Math.abs(corpus.drift) < 5e-4 ? 0 : corpus.drift)}: what held-out characters cost by the frequencies of the training part beyond their own, minus the same of 20 shuffles`,
          },
        ]),
    {
      label: 'In-sample entropies',
      text: `${bits(corpus.unigramEntropy)} a character, ${bits(corpus.bigramEntropy)} given the one before: of the text itself, nothing that a model could reach`,
    },
    {
      label: 'Reading',
      text: [
        options.normaliseLineEnds ? 'line ends turned into LF' : 'line ends kept',
        options.minimumCount > 1
          ? `characters with fewer than ${options.minimumCount} occurrences merged into one`
          : 'every character kept',
      ].join('; '),
    },
    ...(corpus.warnings.length > 0 ? [{ label: 'Warnings', text: corpus.warnings.join(' ') }] : []),
  ];
}
