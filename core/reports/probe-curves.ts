import { lineWords } from '../contract/arm-look.ts';
import { scaleLinear, scaleLog } from 'd3-scale';
import type { Scales, Tick } from './chart-scales.ts';
import { html } from './html-template.ts';
import { fixed, grouped, significant } from './number-format.ts';
import { ableLayers, layerLooks, type LayerLook, type ProbeReport } from './probe-report.ts';
import { momentWords, stretchWords } from './probe-words.ts';
import { headHeight, heading, legend, panel, standaloneSvg, type Panel } from './probe-svg.ts';
import type { ChartPoint, ChartSeries } from './svg-chart.ts';

const plot = { width: 430, height: 300, left: 58, gap: 70, right: 24, bottom: 52 };

/** Two plots beside each other, under one legend. */
function twoPanels(
  title: string,
  note: string,
  looks: readonly LayerLook[],
  panels: readonly Panel[],
): string {
  const width = plot.left + 2 * plot.width + plot.gap + plot.right;
  const names = legend(panels[0]!.series, headHeight + 22, width);
  const top = headHeight + 22 + names.height + 38;
  const body = html`${heading(title, note)} ${names.markup}
  ${panels.map((each, i) =>
    panel(each, {
      left: plot.left + i * (plot.width + plot.gap),
      top,
      width: plot.width,
      height: plot.height,
    }),
  )}`;
  return standaloneSvg(title, width, top + plot.height + plot.bottom, looks, body);
}

const seriesOf = ({ label, line }: LayerLook, arm: number, points: readonly ChartPoint[]): ChartSeries => ({
  label,
  arm,
  line,
  weight: 'strong',
  points,
});

/** Largest |δ| in sight: room for the ±1 of a matched layer; what goes beyond runs out of the picture. */
const reach = 1.6;

/** δ against z: how one output answers to its own logit, as the target and as another one. */
export function deltaAgainstZSvg(report: ProbeReport): string {
  const { probe, units } = report;
  const looks = layerLooks(report);
  const low = units.z[0]!;
  const high = units.z.at(-1)!;
  const x = scaleLinear<number>([low, high], [0, plot.width]);
  const y = scaleLinear<number>([-reach, reach], [plot.height, 0]);
  const scales: Scales = {
    x,
    y,
    xTicks: x.ticks(9).map((tick) => ({ place: x(tick), label: fixed(tick, 0) })),
    yTicks: y.ticks(8).map((tick) => ({ place: y(tick), label: fixed(tick, 1) })),
  };
  const panelOf = (title: string, responses: ProbeReport['units']['isTarget']): Panel => ({
    title,
    xTitle: 'logit z of this output',
    yTitle: 'δ = ∂E/∂z of this output',
    scales,
    baseline: null,
    series: responses.map(({ delta }, i) =>
      seriesOf(
        looks[i]!,
        i,
        Array.from(delta, (d, k) => ({ x: units.z[k]!, y: d })),
      ),
    ),
  });
  return twoPanels(
    'δ against z',
    `V = ${grouped(probe.shape.vocabulary)} outputs, the logits of all others ${units.others}. ${lineWords} No line: the loss is not defined there; |δ| above ${reach} is cut off.`,
    looks,
    [
      panelOf('t = 1: this output is the target', units.isTarget),
      panelOf('t = 0: another output is the target', units.isOther),
    ],
  );
}

/** Powers of ten, at most eight of them. */
function logTicks(low: number, high: number, place: (value: number) => number): Tick[] {
  const from = Math.ceil(Math.log10(low) - 1e-9);
  const to = Math.floor(Math.log10(high) + 1e-9);
  const stride = Math.max(1, Math.ceil((to - from) / 8));
  const ticks: Tick[] = [];
  for (let power = from; power <= to; power += stride)
    ticks.push({ place: place(10 ** power), label: significant(10 ** power) });
  return ticks;
}

/** Scales of gradient norms over lags: logarithmic, over at least two decades, at most twelve. */
function flowScales(values: readonly number[], T: number): Scales {
  const positive = values.filter((value) => value > 0 && Number.isFinite(value));
  const most = positive.length > 0 ? Math.max(...positive) : 1;
  const least = positive.length > 0 ? Math.min(...positive) : 1;
  const high = 10 ** Math.ceil(Math.log10(most) + 0.05);
  const low = Math.max(10 ** Math.floor(Math.log10(least) - 0.05), high / 1e12);
  const domain = [Math.min(low, high / 100), high] as const;
  const x = scaleLinear<number>([0, Math.max(1, T - 1)], [0, plot.width]);
  const y = scaleLog<number>(domain, [plot.height, 0]);
  return {
    x,
    y: (value) => (value > 0 ? y(value) : NaN),
    xTicks: x
      .ticks(8)
      .filter(Number.isInteger)
      .map((tick) => ({ place: x(tick), label: grouped(tick) })),
    yTicks: logTicks(...domain, y),
  };
}

/** Gradient flow: how far the gradient of a step's loss reaches back, as it is and per ‖δ‖. */
export function gradientFlowSvg(report: ProbeReport): string {
  const { probe, clipping } = report;
  const T = probe.inputs.length;
  const looks = layerLooks(report);
  const able = ableLayers(probe.layers);
  const panelOf = (
    title: string,
    yTitle: string,
    of: 'byLag' | 'byLagPerDelta',
    threshold: number | null,
  ): Panel => ({
    title,
    yTitle,
    xTitle: 'lag k, in time steps',
    scales: flowScales([...able.flatMap(({ layer }) => [...layer.flow[of]]), threshold ?? NaN], T),
    series: able.map(({ place, layer }) =>
      seriesOf(
        looks[place]!,
        place,
        Array.from(layer.flow[of], (y, x) => ({ x, y })),
      ),
    ),
    baseline:
      threshold === null ? null : { value: threshold, label: `clipping threshold of ‖∂E/∂W‖: ${threshold}` },
  });
  return twoPanels(
    'Gradient flow through time',
    `Mean over τ; ${momentWords(report)}, ${stretchWords(probe)}. ${lineWords}`,
    looks,
    [
      panelOf('As it is', 'mean ‖∂E_τ/∂h_{τ−k}‖', 'byLag', clipping),
      panelOf('Per ‖δ‖: the chain alone', 'mean ‖∂E_τ/∂h_{τ−k}‖ / ‖δ_τ‖', 'byLagPerDelta', null),
    ],
  );
}
