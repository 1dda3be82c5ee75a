import type { Say } from '../../words/said/say.ts';
import { sayOf } from '../words/say-of.ts';
import { matchWords } from '../../outputs/match.ts';
import { yardstickById, yardsticks } from '../../yardsticks/registry.ts';
import { standingDigits } from '../../experiments/comparison/printed-numbers.ts';
import { pairTable } from '../../experiments/comparison/pair-table.ts';
import { verdictNotes } from '../../experiments/comparison/verdict-words.ts';
import { questionNote } from '../../experiments/plan/first-question.ts';
import { originWords } from '../../experiments/run-origins.ts';
import { ratePolicyWords } from '../../experiments/rates/rate-policy.ts';
import { citation } from '../citation.ts';
import { corpusRows } from '../words/corpus-rows.ts';
import { comparisonSections } from './markdown-comparison.ts';
import { markdownBlock, markdownList, markdownTable, markdownText as text } from './markdown-text.ts';
import { clippedText, readingName } from '../words/method.ts';
import { titleOf, type MethodRow, type Report } from '../report-data.ts';
import { lacksReading, unreadRemark } from '../../experiments/comparison/unread.ts';
import { fixed, gibibytes, grouped, percent, rateWords, significant } from '../../words/number-format.ts';
import { seedRows, seedsText, seedYardstick, troubleWords } from '../words/run-words.ts';
import { speedCells, speedHead, speedNote } from '../words/speed.ts';
import { labelOf, summaries } from '../words/summary.ts';

const rows = (list: readonly MethodRow[]) =>
  list.map(({ label, text: words }) => `- **${text(label)}**: ${text(words)}`).join('\n');

function heading(report: Report, say: Say): string[] {
  const { experiment, corpus, version, generatedAt, partial } = report;
  const asked = questionNote(experiment, say);
  return [
    `# ${text(titleOf(report))}`,
    ...(experiment.question === '' ? [] : [`*${text(experiment.question)}*`]),
    ...(asked === '' ? [] : [text(asked)]),
    text(
      [
        say`Comparison of ${say.counted(experiment.arms.length, 'output layer')} on ${corpus.name}`,
        say.counted(experiment.seeds.length, 'paired seed'),
        say.counted(experiment.steps, 'step'),
        ratePolicyWords(experiment, say),
        `Loss Lab ${version}`,
        generatedAt,
      ].join(' · '),
    ),
    ...(partial ? [say`**Partial report**: not every run had ended.`] : []),
  ];
}

const yardstickHead = ({ label, better }: (typeof yardsticks)[number], say: Say): string =>
  better === 'lower' ? say`${say.of(label)} (lower is better)` : say`${say.of(label)} (higher is better)`;

function standingSection({ arms, standing, pairs }: Report, say: Say): string[] {
  const cell = (arm: (typeof arms)[number], id: (typeof yardsticks)[number]['id']) => {
    const { mean, interval } = arm.standing.yardsticks[id];
    if (lacksReading(arm.standing, id)) return `– (${say.of(unreadRemark)})`;
    if (Number.isNaN(mean)) return '–';
    const digits = standingDigits(standing.arms, yardstickById(id), pairs);
    return fixed(mean, digits) + (interval ? ` ± ${fixed(interval.halfWidth, digits)}` : '');
  };
  return [
    `## ${say`Standing`}`,
    text(
      standing.step === null
        ? say`Mean over seeds ± half of its 95 % t interval, nothing evaluated yet.`
        : say`Mean over seeds ± half of its 95 % t interval, at step ${grouped(standing.step)}.`,
    ),
    markdownTable(
      [say`Output layer`, 'η', ...yardsticks.map((each) => yardstickHead(each, say)), say`seeds`],
      arms.map((arm) => [
        arm.label,
        rateWords(arm.arm.rate),
        ...yardsticks.map(({ id }) => cell(arm, id)),
        seedsText(arm, say),
      ]),
      1,
    ),
  ];
}

/** A verdict with the number of its note, where there is one. */
const numbered = (verdict: string, note: number): string => (note === 0 ? verdict : `${verdict} (${note})`);

function pairSection(report: Report, say: Say): string[] {
  if (report.arms.length < 2) return [];
  return [
    `## ${say`Output layers against each other`}`,
    ...yardsticks.flatMap((yardstick) => {
      const { id } = yardstick;
      const pairs = report.pairs.filter((pair) => pair.yardstick === id);
      const { heads, rows, caption } = pairTable(pairs, labelOf(report), say);
      const { notes, number } = verdictNotes(pairs, labelOf(report), say);
      return [
        `### ${text(yardstickHead(yardstick, say))}`,
        text(`${caption[0].toUpperCase()}${caption.slice(1)}`),
        markdownTable(
          heads,
          rows.map(([name, verdict, ...cells], i) => [name, numbered(verdict, number(pairs[i])), ...cells]),
          2,
        ),
        notes.map((note, i) => `${i + 1}. ${text(note)}`).join('\n'),
      ];
    }),
  ];
}

function seedSection(report: Report, say: Say): string[] {
  const rows = seedRows(report, say);
  return [
    `## ${say`Seed by seed (${seedYardstick(report, say)})`}`,
    markdownTable(
      [say`Output layer`, ...report.experiment.seeds.map((seed) => say`seed ${seed}`)],
      report.arms.map(({ label }, i) => [label, ...rows[i]]),
      1,
    ),
  ];
}

function ownLayerSections({ ownLayers }: Report, say: Say): string[] {
  if (ownLayers.length === 0) return [];
  return [
    `## ${say`Layers of this experiment’s own`}`,
    ...ownLayers.flatMap(({ definition, info, rows: facts, source }) => [
      `### ${text(definition.label)}`,
      ...(info.own?.warnings ?? []).map((warning) => `**${say`Warning.`}** ${text(say.of(warning))}`),
      markdownBlock(source),
      rows(facts),
    ]),
  ];
}

function armSections(report: Report, say: Say): string[] {
  const { arms } = report;
  return [
    `## ${say`Output layers`}`,
    markdownTable(
      [
        say`Output layer`,
        '',
        'E',
        'δ = ∂E/∂z',
        'η',
        say`clamp ε`,
        say`read as`,
        say`cut off at 0`,
        say`studied in`,
      ],
      arms.map(({ label, layer, arm, readingClipped }) => [
        label,
        say.of(matchWords[layer.match].label),
        layer.formula,
        layer.delta,
        rateWords(arm.rate),
        arm.clamp === null ? say`none` : significant(arm.clamp),
        readingName(layer.reading, say),
        clippedText(readingClipped),
        layer.reference,
      ]),
    ),
    ...ownLayerSections(report, say),
    `## ${say`Gradients`}`,
    say`Global gradient norm before clipping.`,
    markdownTable(
      [say`Output layer`, say`first`, say`median`, say`last`, say`steps clipped`],
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
    `## ${say`Speed of training`}`,
    text(speedNote(report, say)),
    markdownTable(
      [say`Output layer`, ...speedHead(say)],
      arms.map((arm) => [arm.label, ...speedCells(arm)]),
      1,
    ),
    `## ${say`What the networks write`}`,
    ...arms.flatMap(({ label, sample }) => [
      `### ${text(label)}`,
      ...(sample
        ? [say`Seed ${sample.seed}, step ${sample.step}:`, markdownBlock(sample.text)]
        : [say`No text was drawn.`]),
    ]),
  ];
}

/** The report as Markdown: tables and sentences; the charts are in the HTML report, the values in curves.csv. */
export function markdownReport(report: Report): string {
  const { machine, version, arithmetic, origins } = report;
  const say = sayOf(report);
  const { text: reference, corpusSha256, reportSha256 } = citation(report);
  const troubles = troubleWords(report, say);
  return `${[
    ...heading(report, say),
    `## ${say`In short`}`,
    rows(summaries(report, say)),
    ...standingSection(report, say),
    ...(troubles.length > 0 ? [`## ${say`Runs that did not end well`}`, markdownList(troubles)] : []),
    ...comparisonSections(report, say),
    `## ${say`What the data do not support`}`,
    markdownList(report.notSupported),
    ...pairSection(report, say),
    ...seedSection(report, say),
    ...armSections(report, say),
    `## ${say`How it was compared`}`,
    rows(report.method),
    `## ${say`What was not controlled`}`,
    markdownList(report.uncontrolled),
    `## ${say`Text`}`,
    rows(corpusRows(report)),
    `## ${say`Machine`}`,
    markdownList([
      ...(origins
        ? [
            say`Report by Loss Lab ${version}`,
            ...originWords(origins, labelOf(report), say).map(({ maker, runs }) => say`${runs}: ${maker}`),
          ]
        : [
            `Loss Lab ${version}, ${machine.runtime}, ${machine.system}`,
            say`${machine.processor}, ${say.counted(machine.cores, 'core')}, ${gibibytes(machine.memory)} of memory`,
          ]),
      say`Arithmetic: ${say.of(arithmetic)}`,
    ]),
    `## ${say`How to cite`}`,
    text(reference),
    `- ${say`Corpus SHA-256:`} \`${corpusSha256}\`\n- ${say`Report SHA-256 (content of report.json):`} \`${reportSha256}\``,
  ].join('\n\n')}\n`;
}
