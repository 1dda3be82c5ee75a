import { matchWords } from '../../../outputs/match.ts';
import { allParameters } from '../../../network/weights.ts';
import { fixed, percent, significant } from '../../../words/number-format.ts';
import { layerLooks } from '../../../reports/probe/probe-report.ts';
import { type ProbeReport } from '../../../reports/probe/probe-data.ts';
import { momentWords, contextWords, stretchWords } from '../../../reports/probe/probe-words.ts';
import { faultWords } from '../options/probe-options.ts';
import { grouped, line, table } from '../printed/terminal.ts';

const figure = (value: number): string => (Number.isNaN(value) ? '–' : significant(value));

function verdict(check: ProbeReport['checks'][number]): string {
  return 'refusal' in check ? 'refused' : `${check.verdict} (${significant(check.error, 2)})`;
}

/** What `probe` prints: figures of every layer, then the cosines. */
export function probeTable(report: ProbeReport): string {
  const { probe, outputLayers, checks, text, fault } = report;
  const looks = layerLooks(report);
  const matrices = allParameters.filter((name) => probe.shape.biases || !name.startsWith('b'));
  const names = looks.map(({ label }, i) => `${i + 1} ${label}`);
  const T = probe.inputs.length;
  const rows = probe.layers.map((layer, i) => {
    const { match } = outputLayers.find(({ id }) => id === layer.probed.layer)!;
    const name = [names[i], matchWords[match].label];
    if (layer.refusal !== null) return [...name, ...matrices.map(() => ''), '', '', '', '', '', 'refused'];
    return [
      ...name,
      figure(layer.deltaNorm),
      figure(layer.loss / T),
      ...matrices.map((matrix) => figure(layer.norms[matrix] ?? NaN)),
      Number.isNaN(layer.targetShare) ? '–' : percent(layer.targetShare),
      layer.saturatedOutputs === null ? '–' : percent(layer.saturatedOutputs),
      layer.saturatedWrong === null ? '–' : percent(layer.saturatedWrong),
      verdict(checks[i]),
    ];
  });
  const head = [
    'output layer',
    'layer is',
    '‖δ‖',
    'E per character',
    ...matrices.map((matrix) => `‖∂E/∂${matrix}‖`),
    'target share',
    'saturated outputs',
    'and wrong',
    'gradient check',
  ];
  const right = new Set(head.flatMap((_, i) => (i > 1 && i < head.length - 1 ? [i] : [])));
  const L = names.length;
  const cosines = names.map((name, a) => [
    name,
    ...names.map((_, b) => {
      const cosine = probe.cosines.all[a * L + b];
      return Number.isNaN(cosine) ? '–' : fixed(cosine, 3);
    }),
  ]);
  const updates = probe.layers.flatMap((layer, i) =>
    layer.refusal === null && layer.updateRatios
      ? [[names[i], ...matrices.map((matrix) => figure(layer.updateRatios![matrix] ?? NaN))]]
      : [],
  );
  const refused = probe.layers.flatMap((layer, i) =>
    layer.refusal === null ? [] : [line(`${names[i]}: ${layer.refusal.message} ${layer.refusal.next}`)],
  );
  const shout = fault === null ? [] : [faultWords(fault), ''];
  const { vocabulary, hidden } = probe.shape;
  return [
    ...shout,
    `Gradients on ${line(text.name)}: ${momentWords(report)}; ${stretchWords(probe)}, ${contextWords(probe)}. V ${grouped(vocabulary)}, H ${grouped(hidden)}, float64; saturated hidden units ${percent(probe.saturatedHidden)}.`,
    '',
    table(head, rows, right),
    ...(refused.length > 0 ? ['', ...refused] : []),
    '',
    'Cosine between the gradients of two layers, over all parameters:',
    '',
    table(
      ['output layer', ...names.map((_, i) => String(i + 1))],
      cosines,
      new Set(names.map((_, i) => i + 1)),
    ),
    '',
    ...(updates.length === 0
      ? []
      : [
          '‖ΔW‖ / ‖W‖ of the first step that the optimiser makes with an empty memory, clipped:',
          '',
          table(
            ['output layer', ...matrices.map((matrix) => `Δ${matrix}`)],
            updates,
            new Set(matrices.map((_, i) => i + 1)),
          ),
          '',
        ]),
    'Norms are before clipping. Target share: of ‖δ‖², what comes from the target outputs. Of a softmax, steps count as saturated. Check: largest relative error.',
    ...(fault === null ? [] : ['', faultWords(fault)]),
  ].join('\n');
}
