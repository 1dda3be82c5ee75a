import type { OutputLayerInfo } from '../../layers/layer-info.ts';
import type { FormulaDefinition, LayerDefinition } from '../../outputs/layer-definition.ts';
import type { Experiment } from '../../experiments/experiment.ts';
import { csvCell } from '../../figures/csv.ts';
import type { MethodRow, OwnLayerReport } from '../report-data.ts';
import { significant } from '../../words/number-format.ts';
import { joined } from '../data/report-content.ts';

/** `d = 0.5, g = 2` */
function parameterWords({ parameters }: Pick<FormulaDefinition, 'parameters'>): string {
  return Object.entries(parameters)
    .map(([name, { value }]) => `${name} = ${value}`)
    .join(', ');
}

/** What the gradient check of a layer came to. */
function checkWords({ own }: OutputLayerInfo): string {
  const check = own?.check;
  if (!check) return 'Not checked.';
  if (Number.isNaN(check.worst)) return 'Not confirmed: the loss is defined at none of the points tried.';
  const worst = `worst relative error against centred differences ${significant(check.worst, 2)}`;
  return check.confirmed ? `Confirmed: ${worst}.` : `Not confirmed: ${worst}.`;
}

function rowsOf(definition: LayerDefinition, info: OutputLayerInfo): MethodRow[] {
  const formula = definition.kind === 'formula';
  return [
    { label: 'Id', text: definition.id },
    { label: 'Activation', text: info.activation },
    { label: 'E', text: info.formula },
    { label: 'δ = ∂E/∂z', text: info.delta },
    { label: 'Pairing', text: info.own?.pairing ?? '' },
    { label: 'Reading', text: info.reading.words },
    ...(formula && Object.keys(definition.parameters).length > 0
      ? [{ label: 'Parameters', text: parameterWords(definition) }]
      : []),
    { label: 'Gradient check', text: checkWords(info) },
    ...(formula ? [] : [{ label: 'SHA-256 of the source', text: definition.sha256 }]),
    ...(info.reference === '' ? [] : [{ label: 'Reference', text: info.reference }]),
  ];
}

/** The layers that the experiment brought along, in their order. */
export function ownLayerReports(
  { layers }: Experiment,
  outputLayers: readonly OutputLayerInfo[],
): OwnLayerReport[] {
  return layers.flatMap((definition) => {
    const info = outputLayers.find(({ id, own }) => id === definition.id && own !== null);
    if (!info) return [];
    const source = definition.kind === 'formula' ? definition.loss : definition.source;
    return [{ definition, info, rows: rowsOf(definition, info), source }];
  });
}

const columns = [
  ...['layer', 'label', 'kind', 'activation', 'formula', 'delta', 'match', 'reading'],
  ...['confirmed', 'worstError', 'warnings', 'parameters', 'sha256', 'source'],
] as const;

function* lines(reports: readonly OwnLayerReport[]): Generator<string> {
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

/** `layers.csv` in pieces of text: one row per layer that the experiment brought along. */
export function layersReport(reports: readonly OwnLayerReport[]): Generator<string> {
  return joined(lines(reports));
}
