import { utf8ToBytes } from '@noble/hashes/utils.js';
import { base64 } from '@scure/base';
import { pictureOf } from '../figures/drawing/svg.ts';
import { markdownReport } from '../reports/markdown/markdown.ts';
import { namedFigures } from '../reports/report-figures.ts';
import { sayOf } from '../reports/words/say-of.ts';
import { primaryYardstick } from '../experiments/plan/plan.ts';
import { yardstickById } from '../yardsticks/registry.ts';
import type { Report } from '../reports/report-data.ts';

type Cell = Readonly<Record<string, unknown>>;

/** Ids are needed from nbformat 4.5 on. */
const cellId = (place: number) => `cell-${place + 1}`;
const lines = (text: string) => text.split(/(?<=\n)/);

const markdown = (text: string, attachments: Cell = {}): Cell => ({
  cell_type: 'markdown',
  metadata: {},
  ...(Object.keys(attachments).length > 0 && { attachments }),
  source: lines(text),
});

const code = (text: string): Cell => ({
  cell_type: 'code',
  metadata: {},
  execution_count: null,
  outputs: [],
  source: lines(text),
});

const readCurves = `from pathlib import Path

import pandas as pd

# In an archive the values lie in data/; beside a notebook of its own, in its folder.
path = next((p for p in (Path("data/curves.csv"), Path("curves.csv")) if p.exists()), None)
if path is None:
    raise SystemExit("curves.csv is not here: loss-lab report DIR --format csv --out . writes it.")
curves = pd.read_csv(path)
curves.head()`;

const last = `at_end = curves[curves.metric == metric].sort_values("step").groupby(["arm", "seed"]).value.last()
at_end.groupby("arm").agg(["mean", "std", "count"])`;

const chart = (yardstick: string, label: string) => `import matplotlib.pyplot as plt

metric = ${JSON.stringify(yardstick)}
measured = curves[curves.metric == metric]
figure, axes = plt.subplots(figsize=(9, 4.5))
for arm, of_arm in measured.groupby("arm", sort=False):
    by_seed = of_arm.pivot_table(index="step", columns="seed", values="value")
    (line,) = axes.plot(by_seed.index, by_seed.mean(axis=1), label=arm, linewidth=2)
    axes.plot(by_seed.index, by_seed, color=line.get_color(), alpha=0.25, linewidth=0.8)
end = measured.groupby(["arm", "seed"]).value.last()
axes.set(xlabel="training steps", ylabel=${JSON.stringify(label)})
axes.legend()
plt.show()`;

/** The report as a notebook (nbformat 4.5): its text and figures, and cells that read its values and draw its chart again. */
export function notebook(report: Report): Uint8Array {
  const { id, label } = yardstickById(primaryYardstick(report.experiment));
  const [head, ...sections] = markdownReport(report).split(/\n(?=## )/);
  const figures = namedFigures(report).map(({ name, figure }) =>
    markdown(`![${figure.title.replace(/[[\]\\]/g, ' ')}](attachment:${name}.svg)`, {
      [`${name}.svg`]: { 'image/svg+xml': base64.encode(utf8ToBytes(pictureOf(figure))) },
    }),
  );
  const cells = [
    markdown(head),
    ...sections.slice(0, 2).map((text) => markdown(text)),
    ...figures,
    ...sections.slice(2).map((text) => markdown(text)),
    markdown(`## ${sayOf(report)`The values, read again`}`),
    code(readCurves),
    code(chart(id, label)),
    code(last),
  ];
  const content = {
    nbformat: 4,
    nbformat_minor: 5,
    metadata: {
      kernelspec: { display_name: 'Python 3', language: 'python', name: 'python3' },
      language_info: { name: 'python' },
    },
    cells: cells.map((cell, i) => ({ id: cellId(i), ...cell })),
  };
  return utf8ToBytes(`${JSON.stringify(content, null, 1)}\n`);
}
