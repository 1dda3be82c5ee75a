import { formulaSummary } from '../../../formulas/facts.ts';
import { formulaPresets } from '../../../formulas/presets/registry.ts';
import { registryInfos, type OutputLayerInfo } from '../../../layers/layer-info.ts';
import { readingRule } from '../../../network/reading.ts';
import { matchWords } from '../../../outputs/match.ts';
import { jsonText, table } from '../printed/terminal.ts';

/** What the list says of a layer. */
type Listed = Pick<
  OutputLayerInfo,
  'id' | 'label' | 'activation' | 'loss' | 'formula' | 'delta' | 'match' | 'reference'
> & { readonly reading: Pick<OutputLayerInfo['reading'], 'id'> };

/** Prints the registry of output layers, and the published losses that come as formulas: those the tests have checked. */
export function layers({ json }: { json?: boolean }): void {
  const published = formulaPresets.map((definition): Listed => {
    const { id, label, activation, loss, reference } = definition;
    const { loss: formula, delta, match, reading } = formulaSummary(definition);
    return {
      ...{ id, label, activation, loss, reference, match, reading: { id: reading } },
      formula: formula.plain,
      delta: delta.plain,
    };
  });
  if (json) {
    const rows = [...registryInfos, ...published].map(
      ({ id, label, activation, loss, formula, delta, match, reference, reading }) => ({
        ...{ id, label, activation, loss, formula, delta, match, matched: match === 'matched' },
        ...{ reference, reading: reading.id },
      }),
    );
    process.stdout.write(jsonText(rows));
    return;
  }
  process.stdout.write(
    [
      layerTable(registryInfos),
      '',
      'Published losses that come as formulas; --layers takes them by id, and --formula one of your own:',
      '',
      layerTable(published),
      '',
      `${readingRule} --reading chooses for a layer of your own.`,
      '',
    ].join('\n'),
  );
}

function layerTable(infos: readonly Listed[]): string {
  const rows = infos.map(({ id, formula, delta, match, reading }) => [
    id,
    formula,
    delta,
    matchWords[match].label,
    reading.id,
  ]);
  return table(['id', 'E', 'δ', 'activation and loss', 'read as'], rows);
}
