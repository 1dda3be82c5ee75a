import { matchWords } from '../../outputs/match.ts';
import { yardstickById, yardsticks } from '../../yardsticks/registry.ts';
import { standingDigits } from '../../experiments/comparison/printed-numbers.ts';
import { pairTable } from '../../experiments/comparison/pair-table.ts';
import { verdictNotes } from '../../experiments/comparison/verdict-words.ts';
import { originWords } from '../../experiments/run-origins.ts';
import { citation } from '../citation.ts';
import { corpusRows } from '../words/corpus-rows.ts';
import { comparisonSections } from './markdown-comparison.ts';
import { markdownBlock, markdownList, markdownTable, markdownText as text } from './markdown-text.ts';
import { clippedText, ratePolicyNote, readingName } from '../words/method.ts';
import { type MethodRow, type Report } from '../report-data.ts';
import { isUnread, lacksReading, unreadRemark } from '../../experiments/comparison/unread.ts';
import { counted, fixed, grouped, percent, significant } from '../../words/number-format.ts';
import { speedCells, speedHead, speedNote } from '../words/speed.ts';
import { labelOf, summaries, yardstickValue } from '../words/summary.ts';

const rows = (list: readonly MethodRow[]) =>
  list.map(({ label, text: words }) => `- **${text(label)}**: ${text(words)}`).join('\n');

function heading({ experiment, corpus, version, generatedAt, partial }: Report): string[] {
  return [
    `# ${text(experiment.name === '' ? 'Untitled comparison' : experiment.name)}`,
    ...(experiment.question === '' ? [] : [`*${text(experiment.question)}*`]),
    text(
      `Comparison of ${counted(experiment.arms.length, 'arm')} on ${corpus.name} · ` +
        `${counted(experiment.seeds.length, 'paired seed')} · ${counted(experiment.steps, 'step')} · ` +
        `${ratePolicyNote(experiment)} · Loss Lab ${version} · ${generatedAt}`,
    ),
    ...(partial ? ['**Partial report**: not every run had ended.'] : []),
  ];
}

function standingSection({ arms, standing, pairs }: Report): string[] {
  const cell = (arm: (typeof arms)[number], id: (typeof yardsticks)[number]['id']) => {
    const { n, mean, interval } = arm.standing.yardsticks[id];
    if (n === 0) return '–';
    if (lacksReading(arm.standing, id)) return `– (${unreadRemark})`;
    const digits = standingDigits(standing.arms, yardstickById(id), pairs);
    return fixed(mean, digits) + (interval ? ` ± ${fixed(interval.halfWidth, digits)}` : '');
  };
  const seeds = ({ standing: { n, runs, diverged, failed } }: (typeof arms)[number]) =>
    `${n} of ${runs}${diverged ? `, ${diverged} diverged` : ''}${failed ? `, ${failed} failed` : ''}`;
  return [
    '## Standing',
    text(
      `Mean over seeds ± half of its 95 % t interval, ${standing.step === null ? 'nothing evaluated yet' : `at step ${grouped(standing.step)}`}.`,
    ),
    markdownTable(
      ['Arm', 'η', ...yardsticks.map(({ label, better }) => `${label} (${better} is better)`), 'seeds'],
      arms.map((arm) => [arm.label, arm.arm.rate, ...yardsticks.map(({ id }) => cell(arm, id)), seeds(arm)]),
      1,
    ),
  ];
}

function troubles({ divergences, failures }: Report): string[] {
  if (divergences.length + failures.length === 0) return [];
  return [
    '## Runs that did not end well',
    markdownList([
      ...divergences.map(
        ({ label, seed, step, where, rate, last }) =>
          `${label}, seed ${seed}: diverged at step ${grouped(step)} (${where} was not finite, η = ${rate}); ` +
          (last
            ? `last evaluation ${last.value} at step ${grouped(last.step)}.`
            : 'never evaluated with finite values.'),
      ),
      ...failures.map(({ label, seed, reason }) => `${label}, seed ${seed}: failed: ${reason}`),
    ]),
  ];
}

function pairSection(report: Report): string[] {
  if (report.arms.length < 2) return [];
  return [
    '## Arms against each other',
    ...yardsticks.flatMap(({ id, label, better }) => {
      const pairs = report.pairs.filter(({ yardstick }) => yardstick === id);
      const { heads, rows, caption } = pairTable(pairs, labelOf(report));
      const { notes, number } = verdictNotes(pairs, labelOf(report));
      return [
        `### ${text(`${label} (${better} is better)`)}`,
        text(`${caption[0].toUpperCase()}${caption.slice(1)}`),
        markdownTable(
          heads,
          rows.map(([name, verdict, ...cells], i) => [name, `${verdict} (${number(pairs[i])})`, ...cells]),
          2,
        ),
        notes.map((note, i) => `${i + 1}. ${text(note)}`).join('\n'),
      ];
    }),
  ];
}

function seedSection({ arms, experiment }: Report): string[] {
  return [
    '## Seed by seed (bits per character)',
    markdownTable(
      ['Arm', ...experiment.seeds.map((seed) => `seed ${seed}`)],
      arms.map((arm) => [
        arm.label,
        ...arm.standing.seeds.map(({ evaluation, lastFinite, status }) => {
          if (evaluation && isUnread(evaluation)) return '–';
          if (evaluation) return yardstickValue('bitsPerCharacter', evaluation.bitsPerCharacter);
          return lastFinite && !isUnread(lastFinite)
            ? `${status}, ${yardstickValue('bitsPerCharacter', lastFinite.bitsPerCharacter)} at step ${lastFinite.step}`
            : status;
        }),
      ]),
      1,
    ),
  ];
}

function ownLayerSections({ ownLayers }: Report): string[] {
  if (ownLayers.length === 0) return [];
  return [
    '## Layers of this experiment’s own',
    ...ownLayers.flatMap(({ definition, info, rows: facts, source }) => [
      `### ${text(definition.label)}`,
      ...(info.own?.warnings ?? []).map((warning) => `**Warning.** ${text(warning)}`),
      markdownBlock(source),
      rows(facts),
    ]),
  ];
}

function armSections(report: Report): string[] {
  const { arms } = report;
  return [
    '## Output layers',
    markdownTable(
      ['Arm', '', 'E', 'δ = ∂E/∂z', 'η', 'clamp ε', 'read as', 'clipped at 0', 'studied in'],
      arms.map(({ label, layer, arm, readingClipped }) => [
        label,
        matchWords[layer.match].label,
        layer.formula,
        layer.delta,
        arm.rate,
        arm.clamp === null ? 'none' : significant(arm.clamp),
        readingName(layer.reading),
        clippedText(readingClipped),
        layer.reference,
      ]),
    ),
    ...ownLayerSections(report),
    '## Gradients',
    'Global gradient norm before clipping.',
    markdownTable(
      ['Arm', 'first', 'median', 'last', 'steps clipped'],
      arms.map(({ label, gradient }) =>
        gradient.steps === 0
          ? [label, '–', '–', '–', '–']
          : [
              label,
              significant(gradient.first),
              significant(gradient.median),
              significant(gradient.last),
              percent(gradient.clippedShare),
            ],
      ),
      1,
    ),
    '## Speed of training',
    text(speedNote(report)),
    markdownTable(
      ['Arm', ...speedHead],
      arms.map((arm) => [arm.label, ...speedCells(arm)]),
      1,
    ),
    '## What the networks write',
    ...arms.flatMap(({ label, sample }) => [
      `### ${text(label)}`,
      ...(sample
        ? [`Seed ${sample.seed}, step ${sample.step}:`, markdownBlock(sample.text)]
        : ['No text was drawn.']),
    ]),
  ];
}

/** The report as Markdown: tables and sentences; the charts are in the HTML report, the values in curves.csv. */
export function markdownReport(report: Report): string {
  const { machine, version, arithmetic, origins } = report;
  const { text: reference, corpusSha256, reportSha256 } = citation(report);
  return `${[
    ...heading(report),
    '## In short',
    rows(summaries(report)),
    ...standingSection(report),
    ...troubles(report),
    ...comparisonSections(report),
    '## What the data do not support',
    markdownList(report.notSupported),
    ...pairSection(report),
    ...seedSection(report),
    ...armSections(report),
    '## How it was compared',
    rows(report.method),
    '## What was not controlled',
    markdownList(report.uncontrolled),
    '## Text',
    rows(corpusRows(report)),
    '## Machine',
    markdownList([
      ...(origins
        ? [
            `Report by Loss Lab ${version}`,
            ...originWords(origins, labelOf(report)).map(({ maker, runs }) => `${runs}: ${maker}`),
          ]
        : [
            `Loss Lab ${version}, ${machine.runtime}, ${machine.system}`,
            `${machine.processor}, ${counted(machine.cores, 'core')}, ${(machine.memory / 2 ** 30).toFixed(1)} GiB of memory`,
          ]),
      `Arithmetic: ${arithmetic}`,
    ]),
    '## How to cite',
    text(reference),
    `- Corpus SHA-256: \`${corpusSha256}\`\n- Report SHA-256 (content of report.json): \`${reportSha256}\``,
  ].join('\n\n')}\n`;
}
