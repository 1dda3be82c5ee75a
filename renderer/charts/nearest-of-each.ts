import { Chart, Interaction, type ChartEvent, type InteractionItem } from 'chart.js';

declare module 'chart.js' {
  interface InteractionModeMap {
    nearestOfEach(chart: Chart, event: ChartEvent): InteractionItem[];
  }
}

/** Pixels from which a mark, which is no point of a line, is meant. */
const reach = 8;

/**
 * The point of every named curve nearest to the pointer along x. Curves are thinned each by itself, so that points of
 * one number lie at different steps.
 */
Interaction.modes.nearestOfEach = (chart, event) => {
  const items: InteractionItem[] = [];
  for (const { data, index: datasetIndex, visible } of chart.getSortedVisibleDatasetMetas()) {
    const dataset = chart.data.datasets[datasetIndex];
    if (!visible || !dataset?.label) continue;
    let nearest = -1;
    for (let i = 0; i < data.length; i++)
      if (
        !data[i]!['skip' as never] &&
        (nearest < 0 || Math.abs(data[i]!.x - event.x!) < Math.abs(data[nearest]!.x - event.x!))
      )
        nearest = i;
    const isMark = 'showLine' in dataset && dataset.showLine === false;
    if (isMark && nearest >= 0 && Math.abs(data[nearest]!.x - event.x!) > reach) continue;
    if (nearest >= 0) items.push({ element: data[nearest]!, datasetIndex, index: nearest });
  }
  return items;
};
