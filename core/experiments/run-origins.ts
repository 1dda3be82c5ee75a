import { grouped } from '../words/number-format.ts';
import { inEnglish, type Say } from '../words/said/say.ts';

/** What makes a run. */
export interface Maker {
  /** Processor and JavaScript engine. */
  readonly machine: string;
  readonly labVersion: string;
  /** Build of the engine, and threads to a run where several share one; null where it is not known. */
  readonly engine: string | null;
}

/** Runs that were made alike: by one version of the lab, on one kind of machine, by the same arithmetic. */
export interface RunOrigin extends Maker {
  /** Who had made their steps before, the first one first; absent where nobody else had. */
  readonly before?: readonly Maker[] | undefined;
  /** Seeds of each arm. */
  readonly runs: readonly { readonly armId: string; readonly seeds: readonly number[] }[];
}

/** What computes, where it alone decides how numbers round. */
export const machineWords = ({
  processor,
  runtime,
}: {
  readonly processor: string;
  readonly runtime: string;
}): string => `${processor}, ${runtime}`;

/** How many cores a program was given changes no number: those that share a run are named by the engine. */
export const withoutCores = (machine: string): string => machine.replace(/ \(\d+ threads\)/, '');

const makerOf = ({ machine, labVersion, engine }: Maker): Maker => ({
  machine: withoutCores(machine),
  labVersion,
  engine,
});

/** Who had made a run before its present maker, when that one takes it over from the last. */
export function makersBefore(before: readonly Maker[], last: Maker, present: Maker): readonly Maker[] {
  const alike = JSON.stringify(makerOf(last)) === JSON.stringify(makerOf(present));
  return alike ? before : [...before, makerOf(last)];
}

/** What made which runs, run by run. */
export class RunOrigins {
  readonly #origins = new Map<string, { maker: Omit<RunOrigin, 'runs'>; runs: Map<string, number[]> }>();

  add(
    { armId, seed }: { readonly armId: string; readonly seed: number },
    { before = [], ...made }: Omit<RunOrigin, 'runs'>,
  ): void {
    const maker = { ...makerOf(made), ...(before.length > 0 && { before: before.map(makerOf) }) };
    const key = JSON.stringify(maker);
    const origin = this.#origins.get(key) ?? { maker, runs: new Map<string, number[]>() };
    this.#origins.set(key, origin);
    const seeds = origin.runs.get(armId);
    if (seeds) seeds.push(seed);
    else origin.runs.set(armId, [seed]);
  }

  list(): RunOrigin[] {
    return [...this.#origins.values()].map(({ maker, runs }) => ({
      ...maker,
      runs: [...runs].map(([armId, seeds]) => ({ armId, seeds })),
    }));
  }
}

/** Stretches of seeds that are named before the rest is counted. */
const mostStretches = 6;

/** `1–4, 7`: seeds that follow each other as one stretch. */
function stretches(seeds: readonly number[]): string {
  const found: [number, number][] = [];
  for (const seed of [...new Set(seeds)].sort((a, b) => a - b)) {
    const last = found.at(-1);
    if (last && seed === last[1] + 1) last[1] = seed;
    else found.push([seed, seed]);
  }
  const named = found.slice(0, mostStretches).map(([a, b]) => (a === b ? `${a}` : `${a}–${b}`));
  return [...named, ...(found.length > mostStretches ? ['…'] : [])].join(', ');
}

/** All that have made some runs, in order. */
const makersOf = ({ before = [], ...last }: RunOrigin): Maker[] => [...before, last].map(makerOf);

const count = ({ runs }: RunOrigin) => runs.reduce((sum, { seeds }) => sum + seeds.length, 0);

/** `AMD EPYC, Node 24.1.0, Loss Lab 0.1.0, float32, WASM SIMD: 6 runs (A seeds 1–3; B seeds 1–3)` of each; `→` where others went on. */
export const originWords = (
  origins: readonly RunOrigin[],
  labelOf: (armId: string) => string,
  say: Say = inEnglish,
): { readonly maker: string; readonly runs: string }[] =>
  origins.map((origin) => ({
    maker: makersOf(origin)
      .map(
        ({ machine, labVersion, engine }) =>
          `${machine}, Loss Lab ${labVersion}${engine === null ? '' : `, ${say.of(engine)}`}`,
      )
      .join(' → '),
    runs: say`${say.counted(count(origin), 'run')} (${say.series(
      origin.runs.map(({ armId, seeds }) => say`${labelOf(armId)}: ${stretches(seeds)}`),
    )})`,
  }));

/** What is not the same among the makers of some runs; empty where all are alike. */
export function originDifferences(origins: readonly RunOrigin[], say: Say = inEnglish): string[] {
  const makers = origins.flatMap(makersOf);
  const differ = (of: (maker: Maker) => string | null) => new Set(makers.map(of)).size > 1;
  return [
    ...(differ(({ machine }) => machine) ? [say`machine`] : []),
    ...(differ(({ labVersion }) => labVersion) ? [say`version of the lab`] : []),
    ...(differ(({ engine }) => engine) ? [say`build or threads to a run`] : []),
  ];
}

/** What different makers mean for a comparison, a sentence each; none where all are alike. */
export function originCaveats(
  origins: readonly RunOrigin[],
  labelOf: (armId: string) => string,
  say: Say = inEnglish,
): readonly string[] {
  const differences = originDifferences(origins, say);
  if (differences.length === 0) return [];
  /** Arms of which each maker has made steps. */
  const made = new Map<string, Set<string>>();
  for (const origin of origins)
    for (const maker of makersOf(origin)) {
      const key = JSON.stringify(maker);
      const arms = made.get(key) ?? new Set();
      made.set(key, arms);
      for (const { armId } of origin.runs) arms.add(armId);
    }
  const makers = [...made.values()];
  const arms = [...new Set(makers.flatMap((own) => [...own]))];
  // Where an arm shares no maker with any other, what differs may be the maker.
  const alone = arms.filter((arm) => makers.every((own) => !own.has(arm) || own.size === 1));
  return [
    say`The makers: ${grouped(makers.length)} that differ in ${say.listed(differences)} made these runs. They may round differently, and training magnifies that.`,
    ...(arms.length > 1 && alone.length > 0
      ? [
          say`The makers of ${say.listed(alone.map(labelOf))}: none of them made runs of another output layer.`,
        ]
      : []),
  ];
}
