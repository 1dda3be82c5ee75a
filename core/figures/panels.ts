import type { DotsPanel, LinesPanel, MapPanel } from './figure.ts';

type Beside<P, Needed extends keyof P> = Pick<P, Needed> & Partial<P>;

/** A panel of curves; what is left out it does not have. */
export const linesPanel = (panel: Beside<LinesPanel, 'x' | 'y' | 'series'>): LinesPanel => ({
  ...{ kind: 'lines', title: '', rules: [], marks: [], regions: [] },
  ...panel,
});

/** A map; what is left out it does not have. */
export const mapPanel = (panel: Beside<MapPanel, 'rows' | 'columns' | 'values' | 'colours'>): MapPanel => ({
  ...{ kind: 'map', title: '', note: '', xLabel: '', yLabel: '', framed: [], figures: false },
  ...panel,
});

/** A forest plot; what is left out it does not have. */
export const dotsPanel = (panel: Beside<DotsPanel, 'x' | 'rows'>): DotsPanel => ({
  ...{ kind: 'dots', title: '', strip: null },
  ...panel,
});
