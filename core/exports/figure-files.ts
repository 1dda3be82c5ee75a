import { csvOf } from '../figures/csv.ts';
import { pictureOf } from '../figures/drawing/svg.ts';
import { inBytes } from '../reports/data/report-content.ts';
import { namedFigures } from '../reports/report-figures.ts';
import type { Report } from '../reports/report-data.ts';
import { oneFile, type ArchivedFile, type Exporter } from './archived-file.ts';
import { vegaLite } from './vega-lite.ts';

/** The pictures of a report: one SVG a figure. */
export const svgFiles = (report: Report): ArchivedFile[] =>
  namedFigures(report).map(({ name, figure }) =>
    oneFile(
      `figures/${name}.svg`,
      'image/svg+xml',
      `${figure.title} (picture)`,
      'browsers, Inkscape, Illustrator',
      () => pictureOf(figure),
    ),
  );

/** Every figure of the report: as a picture, as its table, and as a specification to be restyled. */
export const figureFiles: Exporter = ({ report }) => [
  ...svgFiles(report),
  ...namedFigures(report).flatMap(({ name, figure }): ArchivedFile[] => [
    {
      path: `figures/${name}.csv`,
      mediaType: 'text/csv',
      what: `${figure.title} (its values)`,
      opens: 'spreadsheets, pandas, R',
      pieces: () => inBytes(csvOf(figure.table)),
    },
    oneFile(
      `figures/${name}.vl.json`,
      'application/vnd.vegalite.v5+json',
      `${figure.title} (Vega-Lite, data inside)`,
      'the Vega editor, Altair, vl2svg',
      () => `${JSON.stringify(vegaLite(figure))}\n`,
    ),
  ]),
];
