import { curveDomain } from '../domain.ts';
import type { Figure, LinesPanel, Panel } from '../figure.ts';

export type Stretch = readonly [low: number, high: number];

/** Stretches of the axes of a panel that are in sight; null for what the axis takes by itself. */
export interface Sight {
  readonly x: Stretch | null;
  readonly y: Stretch | null;
}

export const everything: Sight = { x: null, y: null };

/** What of a figure is looked at. */
interface Sights {
  /** One for each panel of curves, by its place among the panels. */
  readonly panels: Readonly<Record<number, Sight>>;
  /** Axes take in everything, the first steps and what has diverged too. */
  readonly all: boolean;
  /** Places of the looks that are hidden. */
  readonly hidden: ReadonlySet<number>;
}

function linesInSight(panel: LinesPanel, { x, y }: Sight, { all, hidden }: Sights): LinesPanel {
  const shown = <T extends { readonly look: number }>(list: readonly T[]) =>
    list.filter(({ look }) => !hidden.has(look));
  const domain =
    y ??
    (all
      ? curveDomain(panel.series, { scale: panel.y.scale, include: panel.y.domain, all })
      : panel.y.domain);
  return {
    ...panel,
    x: x ? { ...panel.x, domain: x } : panel.x,
    y: { ...panel.y, domain },
    series: shown(panel.series),
    marks: shown(panel.marks),
    regions: shown(panel.regions),
  };
}

/** A figure as it is looked at: what the screen draws, and what is copied and exported from it. The table stays whole. */
export function inSight(figure: Figure, sights: Sights): Figure {
  const { hidden } = sights;
  const panels = figure.panels.flatMap((panel, i): Panel[] => {
    switch (panel.kind) {
      case 'lines':
        return [linesInSight(panel, sights.panels[i] ?? everything, sights)];
      case 'dots':
        return [{ ...panel, rows: panel.rows.filter(({ look }) => !hidden.has(look)) }];
      default:
        return panel.look !== undefined && hidden.has(panel.look) ? [] : [panel];
    }
  });
  return { ...figure, panels };
}

/** Looks of what the panels show, each once, in their order: the entries of a legend. */
export function looksOf(panels: readonly Panel[]): number[] {
  const found = new Set<number>();
  for (const panel of panels) {
    if (panel.kind === 'lines') for (const { look } of panel.series) found.add(look);
    else if (panel.kind === 'dots') for (const { look } of panel.rows) found.add(look);
    else if (panel.look !== undefined) found.add(panel.look);
  }
  return [...found].sort((a, b) => a - b);
}
