import { matchWords } from '../../outputs/match.ts';
import { formulaPresets } from '../../formulas/presets/registry.ts';
import { readingRule } from '../../network/reading.ts';
import { ownLayerInfo, registryInfos, warningsOf, type OutputLayerInfo } from '../../layers/layer-info.ts';
import { line, table } from './terminal.ts';

/** Prints the registry of output layers, and the published losses that come as formulas. */
export function layers({ json }: { json?: boolean }): void {
  const published = formulaPresets.map(({ about: _, ...definition }) => ownLayerInfo(definition));
  const doubtful = published.filter(({ own }) => own?.check?.confirmed === false).map(({ id }) => id);
  for (const warning of warningsOf(published, doubtful)) process.stderr.write(`Warning: ${line(warning)}\n`);
  if (json) {
    const rows = [...registryInfos, ...published].map(
      ({ id, label, activation, loss, formula, delta, match, reference, reading }) => ({
        ...{ id, label, activation, loss, formula, delta, match, matched: match === 'matched' },
        ...{ reference, reading: reading.id },
      }),
    );
    process.stdout.write(`${JSON.stringify(rows, null, 2)}\n`);
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

function layerTable(infos: readonly OutputLayerInfo[]): string {
  const rows = infos.map(({ id, formula, delta, match, reading }) => [
    id,
    formula,
    delta,
    matchWords[match].label,
    reading.id,
  ]);
  return table(['id', 'E', 'δ', 'activation and loss', 'read as'], rows);
}
