import type { Say } from '../../words/said/say.ts';
import { primaryYardstick } from '../../experiments/plan/plan.ts';
import { earlyEnds, targetRows } from '../words/early-ends.ts';
import { leaderCells, leaderHead, leaderNote, leaderOf } from '../words/leader.ts';
import { markdownList, markdownTable, markdownText as text } from './markdown-text.ts';
import { rateRows, triedRows } from '../words/rate-rows.ts';
import { robustnessRows } from '../words/robustness-rows.ts';
import type { Report, ArmReport, WordTable } from '../report-data.ts';

const armTable = (arms: readonly ArmReport[], { caption, head, rows }: WordTable, say: Say): string[] => [
  text(caption),
  markdownTable(
    [say`Output layer`, ...head],
    arms.map(({ label }, i) => [label, ...rows[i]]),
    1,
  ),
];

/** Where the rates come from, which runs ended early, and the leader against each other arm. */
export function comparisonSections(report: Report, say: Say): string[] {
  const { arms } = report;
  const rates = rateRows(report, say);
  const tried = triedRows(report, say);
  const ended = earlyEnds(report, say);
  const times = targetRows(report, say);
  const repeat = robustnessRows(report, say);
  const leader = leaderOf(report, primaryYardstick(report.experiment), say);
  return [
    ...(rates ? [`## ${say`Learning rates`}`, ...armTable(arms, rates, say)] : []),
    ...(tried ? [text(tried.caption), markdownTable(tried.head, tried.rows, 1)] : []),
    ...(ended.length > 0 || times ? [`## ${say`Early ends`}`] : []),
    ...(ended.length > 0 ? [markdownList(ended)] : []),
    ...(times ? armTable(arms, times, say) : []),
    ...(leader
      ? [
          `## ${say`The leader against the others`}`,
          markdownList(leader.pairs.map(({ sentence }) => sentence)),
          ...armTable(
            leader.pairs.map(({ other }) => other),
            {
              caption: leaderNote(leader, say),
              head: leaderHead(report, say),
              rows: leader.pairs.map(leaderCells),
            },
            say,
          ),
        ]
      : []),
    ...(repeat ? [`## ${say`Robustness repeat`}`, markdownList(repeat.sentences)] : []),
    ...(repeat && repeat.rows.length > 0 ? armTable(arms, repeat, say) : []),
  ];
}
