import { compact } from '../../words/compact.ts';
import { bestArms } from '../../experiments/comparison/lead.ts';
import { questionWithNote } from '../../experiments/plan/first-question.ts';
import { fewestForSignificance } from '../../experiments/statistics/sign-flip.ts';
import { untitled } from '../../words/kept-words.ts';
import { fixed, grouped } from '../../words/number-format.ts';
import { yardstickById } from '../../yardsticks/registry.ts';
import type { MethodRow, Report, WordTable } from '../report-data.ts';
import { doneWords } from '../words/share-done.ts';
import { verdictWord } from '../words/verdict-word.ts';
import type { PairOverTexts, SeveralReports } from './several.ts';

/** The name of an output layer; of several arms with one layer, that of the arm in the first experiment. */
function labelIn({ arms }: SeveralReports, key: string): string {
  const { arm } = arms.find((each) => each.key === key)!;
  const alone = arms.filter((each) => each.arm.layer.id === arm.layer.id).length === 1;
  return alone ? arm.layer.label : arm.label;
}

const digitsFor = ({ yardstick }: SeveralReports) => yardstickById(yardstick).digits;

/** `0.170 [0.120, 0.220]`; without an interval where there is one value. */
function overText(several: SeveralReports, { over: { n, mean, interval } }: PairOverTexts): string {
  if (n === 0) return '–';
  const value = (x: number) => fixed(x, digitsFor(several));
  return interval ? `${value(mean)} [${value(interval.low)}, ${value(interval.high)}]` : value(mean);
}

/** What each experiment is, and who has its best mean. */
export function experimentsTable(several: SeveralReports): WordTable {
  const { yardstick, say } = several;
  const label = say.of(yardstickById(yardstick).label);
  return {
    caption: say`The experiments. Best: the output layer with the best mean ${label}.`,
    head: [
      say`experiment`,
      say`text`,
      say`characters`,
      ...['V', 'H'],
      say`steps`,
      say`seeds`,
      say`best`,
      say`SHA-256 of the text`,
    ],
    rows: several.reports.map((report: Report) => {
      const { corpus, experiment, standing, arms } = report;
      const best = bestArms(standing.arms, yardstick).map(({ armId, yardsticks }) => {
        const label = arms.find(({ arm }) => arm.id === armId)!.label;
        return `${label} ${fixed(yardsticks[yardstick].mean, digitsFor(several))}`;
      });
      return [
        experiment.name || untitled,
        corpus.name,
        ...[corpus.characters, corpus.distinct, experiment.model.hidden, experiment.steps].map(grouped),
        String(experiment.seeds.length),
        say.names(best) || '–',
        corpus.sha256.slice(0, 8),
      ];
    }),
  };
}

/** The verdict on every pair in every experiment, and over them. */
export function overTextsTable(several: SeveralReports): WordTable {
  const { reports, pairs, yardstick, say } = several;
  const value = (x: number) => (Number.isFinite(x) ? ` ${fixed(x, digitsFor(several))}` : '');
  return {
    caption: say`Verdicts on ${say.of(yardstickById(yardstick).label)} in each experiment, of the first output layer over the second, with the mean advantage over seeds; then in how many experiments the first is ahead, and the mean advantage over experiments with its 95 % t interval, each experiment as one draw.`,
    head: [
      say`first over second`,
      ...reports.map(({ corpus }, i) => `${i + 1}: ${corpus.name}`),
      say`ahead in`,
      say`over experiments`,
    ],
    rows: pairs.map((pair) => [
      say`${labelIn(several, pair.a)} over ${labelIn(several, pair.b)}`,
      ...pair.each.map((each, i) => `${verdictWord(each, say)}${value(pair.advantages[i])}`),
      say`${pair.ahead} of ${pair.over.n}`,
      overText(several, pair),
    ]),
  };
}

/** What each experiment asks, and whether it asked that before its results; once where all ask the same, nothing where none does. */
export function questionRows({ reports, say }: SeveralReports): MethodRow[] {
  const rows = reports.map(({ corpus, experiment }, i) => ({
    label: say`Question of experiment ${i + 1} (${corpus.name})`,
    text: questionWithNote(experiment, say),
  }));
  const same = new Set(rows.map(({ text }) => text)).size === 1;
  return (same ? [{ ...rows[0], label: say`Question of all experiments` }] : rows).filter(
    ({ text }) => text !== '',
  );
}

/** What holds over all of them, in sentences. */
export function overTextsWords(several: SeveralReports): string[] {
  const { pairs, reports, yardstick, say } = several;
  const amount = say.of(yardstickById(yardstick).amount);
  const same = pairs.filter(({ ahead, behind }) => ahead === reports.length || behind === reports.length);
  const mixed = pairs.filter(({ ahead, behind }) => ahead > 0 && behind > 0).length;
  const sentences = same.map((pair) => {
    const first = pair.ahead > 0;
    const [winner, loser] = first ? [pair.a, pair.b] : [pair.b, pair.a];
    const decided = pair.each.filter(({ verdict }) => verdict.kind === 'better').length;
    return say`${labelIn(several, winner)} is ahead of ${labelIn(several, loser)} in all ${say.counted(reports.length, 'experiment')}, by ${fixed(Math.abs(pair.over.mean), digitsFor(several))} ${amount} on average; ${decided} of ${reports.length} verdicts say better.`;
  });
  const unknown = pairs.length - same.length - mixed;
  const unfinished = reports.flatMap((report, i) =>
    report.partial
      ? [
          say`Experiment ${i + 1} (${report.corpus.name}) is not finished: ${doneWords(report, say)}. It takes part in what is said over all of them.`,
        ]
      : [],
  );
  const all = say.counted(pairs.length, 'pair');
  return compact([
    ...unfinished,
    ...sentences,
    mixed > 0 && say`In ${mixed} of ${all} the sign of the difference is not the same in all experiments.`,
    unknown > 0 &&
      say`In ${unknown} of ${all} an experiment has no difference that counts: no seed with both, diverged seeds of the output layer ahead, or none at all.`,
  ]);
}

/** What may not be read out of it. */
export function overTextsLimits({ reports, differs, say }: SeveralReports): string[] {
  return compact([
    reports.length < fewestForSignificance &&
      say`With ${say.counted(reports.length, 'experiment')} no sign test over experiments can reach 0.05: ${fewestForSignificance} are needed. An interval over so few takes on trust that differences are normal.`,
    say`The experiments were chosen by whoever made this report, and are no sample of all texts: an interval over them says how they differ, not what other texts would show.`,
    differs.length > 0 &&
      say.sentences([...differs, say`Differences between experiments are of that as much as of the texts.`]),
  ]);
}
