import { parameterNames } from '../../network/weights.ts';
import { faults } from '../../probes/faults.ts';
import { fixed, significant } from '../../reports/number-format.ts';
import type { ProbeReport } from '../../reports/probe-file.ts';
import { grouped, line, table } from './terminal.ts';

const share = (value: number | null) =>
  value === null ? '–' : Number.isFinite(value) ? `${(100 * value).toFixed(1)} %` : '–';

function verdictOf(check: ProbeReport['checks'][number]): string {
  if ('refusal' in check) return 'not defined';
  return `${check.verdict} (${significant(check.error, 2)})`;
}

/** The tables `probe` prints: each layer at these weights, and the cosines between their gradients. */
export function probeTable({ probe, labels, checks, text }: ProbeReport): string {
  const { stretch, shape, moment, steps } = probe;
  const names = parameterNames(shape);
  const rows = probe.layers.map((layer, i) => {
    if (layer.refusal)
      return [labels[i]!, ...Array.from({ length: names.length + 5 }, () => '–'), verdictOf(checks[i]!)];
    return [
      labels[i]!,
      significant(layer.loss / stretch.length),
      significant(layer.deltaNorm),
      share(layer.targetShare),
      share(layer.saturatedOutputs),
      ...names.map((name) => significant(layer.norms[name]!)),
      significant(layer.gradientNorm),
      verdictOf(checks[i]!),
    ];
  });
  const head = [
    'output layer',
    'E/T',
    '‖δ‖',
    'of target',
    'saturated',
    ...names.map((name) => `‖∂E/∂${name}‖`),
    '‖∂E/∂W‖',
    'gradient check',
  ];
  const L = labels.length;
  const cosines = labels.map((label, i) => [
    label,
    ...labels.map((_, j) => {
      const value = probe.cosines.all[i * L + j]!;
      return Number.isFinite(value) ? fixed(value, 2) : '–';
    }),
  ]);
  const where = moment.kind === 'fresh' ? 'initial weights' : `weights after ${grouped(steps)} steps`;
  const fault = checks.flatMap((check) => ('fault' in check && check.fault ? [check.fault] : []))[0];
  const known = faults.find(({ id }) => id === fault);
  return [
    `${where} of ${moment.armId}, seed ${moment.seed}, over ${stretch.length} characters from place ${stretch.start} of the ${stretch.part} part of ${line(text.name)} (V = ${shape.vocabulary}, H = ${shape.hidden}); ${share(probe.saturatedHidden)} of the hidden units saturated.`,
    '',
    table(head, rows, new Set(head.flatMap((_, i) => (i > 0 && i < head.length - 1 ? [i] : [])))),
    ...probe.layers.flatMap((layer, i) => (layer.refusal ? [`${labels[i]!}: ${layer.refusal.message}`] : [])),
    '',
    'Cosine between the gradients of two losses, over all parameters:',
    '',
    table(['', ...labels], cosines, new Set(labels.map((_, i) => i + 1))),
    ...(known
      ? [
          '',
          `A KNOWN FAULT WAS PUT INTO THE GRADIENT OF THE CHECK: ${known.label}. ${known.description} Nothing else has seen it.`,
        ]
      : []),
  ].join('\n');
}
