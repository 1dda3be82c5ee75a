import { primaryYardstick } from '../../experiments/plan/plan.ts';
import { earlyEnds, targetRows } from '../words/early-ends.ts';
import { leaderCells, leaderHead, leaderNote, leaderOf } from '../words/leader.ts';
import { markdownList, markdownTable, markdownText as text } from './markdown-text.ts';
import { rateRows, triedRows } from '../words/rate-rows.ts';
import { robustnessRows } from '../words/robustness-rows.ts';
import type { Report, ArmReport } from '../report-data.ts';

interface Rows {
  readonly caption: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

const armTable = (arms: readonly ArmReport[], { caption, head, rows }: Rows): string[] => [
  text(caption),
  markdownTable(
    ['Arm', ...head],
    arms.map(({ label }, i) => [label, ...rows[i]]),
    1,
  ),
];

/** Where the rates come from, which runs ended early, and the leader against each other arm. */
export function comparisonSections(report: Report): string[] {
  const { arms } = report;
  const rates = rateRows(report);
  const tried = triedRows(report);
  const ended = earlyEnds(report);
  const times = targetRows(report);
  const repeat = robustnessRows(report);
  const leader = leaderOf(report, primaryYardstick(report.experiment));
  return [
    ...(rates ? ['## Learning rates', ...armTable(arms, rates)] : []),
    ...(tried ? [text(tried.caption), markdownTable(tried.head, tried.rows, 1)] : []),
    ...(ended.length > 0 || times ? ['## Early ends'] : []),
    ...(ended.length > 0 ? [markdownList(ended)] : []),
    ...(times ? armTable(arms, times) : []),
    ...(leader
      ? [
          '## The leader against the others',
          markdownList(leader.pairs.map(({ sentence }) => sentence)),
          ...armTable(
            leader.pairs.map(({ other }) => other),
            { caption: leaderNote(leader), head: leaderHead(report), rows: leader.pairs.map(leaderCells) },
          ),
        ]
      : []),
    ...(repeat ? ['## Robustness repeat', markdownList(repeat.sentences)] : []),
    ...(repeat && repeat.rows.length > 0 ? armTable(arms, repeat) : []),
  ];
}
