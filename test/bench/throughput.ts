import { operationsPerCharacter } from '../../core/network/operations.ts';
import { digits, percent, table, thousands, times, withSpread } from './document.ts';
import { allEngines, type NamedEngine } from './engines.ts';
import { PythonPeer, pythonStyles, torchNames } from './python-peer.ts';
import { fastest, interleaved, type Peer, type Rounds } from './rounds.ts';
import type { Section } from './section.ts';
import { charactersPerStep, describeSetting, settings, type Setting } from './settings.ts';
import { meanOf, median, medianRatio, ratios } from './statistics.ts';
import { subject } from './subject.ts';
import { tensorFlow, tfjsDescription, tfjsName, tfjsPeer } from './tfjs-peer.ts';
import { secondsPerCall } from './timing.ts';

const numpyNames = pythonStyles.filter(({ id }) => id === 'loop' || id === 'batched').map(({ name }) => name);
/** What every program is held against: of several, the fastest at a setting. */
const yardsticks: readonly (readonly [name: string, programs: readonly string[]])[] = [
  ['float64 reference', ['float64 reference']],
  ['the faster numpy', numpyNames],
  ['the faster PyTorch', torchNames],
];

function enginePeer({ name, engine }: NamedEngine, setting: Setting): Peer {
  const { step } = subject(engine, setting);
  return { name, measure: (seconds) => charactersPerStep(setting) / secondsPerCall(step, seconds) };
}

/** Rates in characters per second, rooflines in operations per second. */
function rowsOf(
  setting: Setting,
  measured: Rounds,
  engines: readonly NamedEngine[],
  others: readonly string[],
): string[][] {
  const work = operationsPerCharacter(setting);
  const against = (rate: readonly number[], others: readonly string[]) => {
    const other = fastest(measured, others);
    return other.length > 0 && other !== rate ? times(medianRatio(rate, other)) : '–';
  };
  const row = (name: string, roofline: Peer | null) => {
    const rate = measured[name];
    const share = roofline ? percent(work * medianRatio(rate, measured[roofline.name])) : '–';
    return [
      describeSetting(setting),
      name,
      withSpread(rate, thousands),
      digits((median(rate) * work) / 1e9),
      share,
      ...yardsticks.map(([, names]) => against(rate, names)),
    ];
  };
  return [
    ...engines.map(({ name, roofline }) => row(name, roofline)),
    ...others.map((name) => row(name, null)),
  ];
}

export const throughput: Section = {
  name: 'throughput',
  title: 'Throughput',
  async measure({ rounds, seconds, sources, peers, aside }) {
    const engines = allEngines();
    const roofs = engines.flatMap(({ roofline }) => roofline ?? []);
    const started = await Promise.all(
      pythonStyles.map(async (style) => ({ style, peer: await PythonPeer.start(sources, style.program) })),
    );
    const present = started.flatMap(({ style, peer }) =>
      peer instanceof PythonPeer ? [{ style, peer }] : [],
    );
    const tf = peers.includes('tfjs') ? await tensorFlow(aside) : null;
    const absent = [
      ...started.flatMap(({ style, peer }) => (peer instanceof PythonPeer ? [] : [[style.name, peer]])),
      ...(typeof tf === 'string' ? [[tfjsName, tf]] : []),
    ];
    const withTensorFlow = tf !== null && typeof tf !== 'string';
    const others = [...present.map(({ style }) => style.name), ...(withTensorFlow ? [tfjsName] : [])];
    const programs = new Set([
      ...present.map(({ peer }) => peer.description),
      ...(withTensorFlow ? [tfjsDescription] : []),
    ]);
    const raw: Record<string, Rounds> = {};
    const rows: string[][] = [];
    const roofRows: string[][] = [];
    try {
      for (const setting of settings) {
        const measured = await interleaved(
          [
            ...engines.map((each) => enginePeer(each, setting)),
            ...roofs,
            ...present.map(({ style, peer }) => ({
              name: style.name,
              measure: (time: number) => peer.rate(style.id, setting, time),
            })),
            ...(withTensorFlow ? [tfjsPeer(tf, setting)] : []),
          ],
          rounds,
          seconds,
        );
        raw[setting.name] = measured;
        rows.push(...rowsOf(setting, measured, engines, others));
        for (const { name } of roofs)
          roofRows.push([setting.name, name, withSpread(measured[name], (value) => digits(value / 1e9))]);
        process.stderr.write(`throughput ${setting.name} measured\n`);
      }
    } finally {
      for (const { peer } of present) peer.close();
    }
    const fast = engines.filter(({ roofline }) => roofline).map(({ name }) => name);
    const [own] = fast;
    const means = [...(fast.length > 1 ? [[fast[1], [fast[1]]] as const] : []), ...yardsticks].flatMap(
      ([name, programs]) => {
        const factors = Object.entries(raw).map(([setting, measured]) => {
          const other = fastest(measured, programs);
          return { name: setting, times: own && other.length > 0 ? ratios(measured[own], other) : [] };
        });
        return factors.every((each) => each.times.length > 0)
          ? [`${own} against ${name}: ${meanOf(factors)}.`, '']
          : [];
      },
    );
    return {
      lines: [
        'One thread. GFLOP/s count the useful work, 6H² + 6HV operations per character. The last columns are medians of the ratios within rounds.',
        '',
        ...table(
          [
            ...['setting', 'program', 'characters/s', 'GFLOP/s', 'of the roofline'],
            ...yardsticks.map(([name]) => `× ${name}`),
          ],
          rows,
        ),
        ...means,
        'The rooflines in the same rounds: multiplications and additions on registers alone.',
        '',
        ...table(['setting', 'instructions', 'GFLOP/s'], roofRows),
        ...(programs.size > 0 ? [`The others: ${[...programs].join(', ')}; one thread each.`, ''] : []),
        ...absent.flatMap(([name, reason]) => [`${name} was not measured: ${reason}.`, '']),
      ],
      raw,
    };
  },
};
