/** How long and where is measured. */
export interface Plan {
  readonly rounds: number;
  /** Seconds of one measurement. */
  readonly seconds: number;
  /** Only to see that everything works: the numbers say little. */
  readonly quick: boolean;
  /** Names of programs that are measured too, where they can be had, though they must be fetched. */
  readonly peers: readonly string[];
  /** Folder where such programs are put. */
  readonly aside: URL;
  /** Folder of the benchmark's own bundled entries. */
  readonly entries: URL;
  /** Folder of the lab's built entries. */
  readonly built: URL;
  /** Folder of the benchmark's sources. */
  readonly sources: URL;
}

export interface Measured {
  /** Lines of Markdown. */
  readonly lines: readonly string[];
  /** Every round of it. */
  readonly raw: unknown;
  /** What was promised and is not so, one sentence each: the benchmark fails with them. */
  readonly broken?: readonly string[];
}

/** One subject of the benchmark. */
export interface Section {
  /** As `--only` names it. */
  readonly name: string;
  readonly title: string;
  measure(plan: Plan): Promise<Measured>;
}
