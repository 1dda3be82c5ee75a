import type { Say } from '../../words/said/say.ts';
import type { OutputLayerInfo } from '../../layers/layer-info.ts';
import type { FormulaDefinition, LayerDefinition } from '../../outputs/layer-definition.ts';
import type { Experiment } from '../../experiments/experiment.ts';
import { csvCell } from '../../figures/csv.ts';
import type { MethodRow, OwnLayerReport } from '../report-data.ts';
import { significant } from '../../words/number-format.ts';

/** `d = 0.5, g = 2` */
function parameterWords({ parameters }: Pick<FormulaDefinition, 'parameters'>): string {
  return Object.entries(parameters)
    .map(([name, { value }]) => `${name} = ${value}`)
    .join(', ');
}

/** What the gradient check of a layer came to. */
function checkWords({ own }: OutputLayerInfo, say: Say): string {
  const check = own?.check;
  if (!check) return say`Not checked.`;
  if (Number.isNaN(check.worst)) return say`Not confirmed: the loss is defined at none of the points tried.`;
  const worst = say`worst relative error against centred differences ${significant(check.worst, 2)}`;
  return check.confirmed ? say`Confirmed: ${worst}.` : say`Not confirmed: ${worst}.`;
}

function rowsOf(definition: LayerDefinition, info: OutputLayerInfo, say: Say): MethodRow[] {
  const formula = definition.kind === 'formula';
  return [
    { label: say`Id`, text: definition.id },
    { label: say`Activation`, text: info.activation },
    { label: 'E', text: info.formula },
    { label: 'δ = ∂E/∂z', text: info.delta },
    { label: say`Pairing`, text: say.of(info.own?.pairing ?? '') },
    { label: say`Reading`, text: say.of(info.reading.words) },
    ...(formula && Object.keys(definition.parameters).length > 0
      ? [{ label: say`Parameters`, text: parameterWords(definition) }]
      : []),
    { label: say`Gradient check`, text: checkWords(info, say) },
    ...(formula ? [] : [{ label: say`SHA-256 of the source`, text: definition.sha256 }]),
    ...(info.reference === '' ? [] : [{ label: say`Reference`, text: info.reference }]),
  ];
}

/** The layers that the experiment brought along, in their order. */
export function ownLayerReports(
  { layers }: Experiment,
  outputLayers: readonly OutputLayerInfo[],
  say: Say,
): OwnLayerReport[] {
  return layers.flatMap((definition) => {
    const info = outputLayers.find(({ id, own }) => id === definition.id && own !== null);
    if (!info) return [];
    const source = definition.kind === 'formula' ? definition.loss : definition.source;
    return [{ definition, info, rows: rowsOf(definition, info, say), source }];
  });
}

const columns = [
  ...['layer', 'label', 'kind', 'activation', 'formula', 'delta', 'match', 'reading'],
  ...['confirmed', 'worstError', 'warnings', 'parameters', 'sha256', 'source'],
] as const;

/** `layers.csv` in pieces of text: one row per layer that the experiment brought along. */
export function* layersReport(reports: readonly OwnLayerReport[]): Generator<string> {
  yield `${columns.join(',')}\r\n`;
  for (const { definition, info, source } of reports) {
    const { check, warnings } = info.own!;
    const formula = definition.kind === 'formula';
    yield `${[
      csvCell(definition.id),
      csvCell(definition.label),
      definition.kind,
      csvCell(info.activation),
      csvCell(info.formula),
      csvCell(info.delta),
      info.match,
      info.reading.id,
      check ? Number(check.confirmed) : '',
      check ? check.worst : '',
      csvCell(warnings.join(' ')),
      csvCell(formula ? parameterWords(definition) : ''),
      formula ? '' : definition.sha256,
      csvCell(source),
    ].join(',')}\r\n`;
  }
}
