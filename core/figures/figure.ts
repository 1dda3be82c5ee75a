import type { Language } from '../words/language.ts';

/** Columns of numbers; NaN is a gap. */
export type Column = ArrayLike<number>;

/** How what belongs to one arm (or layer) is drawn; the same in every panel of a figure. */
export interface FigureLook {
  readonly label: string;
  /** Colours on light and dark ground. */
  readonly light: string;
  readonly dark: string;
  /** No meaning rests on colour alone. */
  readonly line: 'solid' | 'dashed' | 'dotted';
}

export interface FigureAxis {
  /** With its unit. */
  readonly label: string;
  readonly scale: 'linear' | 'log';
  readonly domain: readonly [low: number, high: number];
  /** There is nothing between two whole numbers (steps, lags). */
  readonly whole?: boolean;
}

export interface LineSeries {
  /** Place among the looks of the figure. */
  readonly look: number;
  /** What the line is called instead of its look: a difference is neither of two arms. */
  readonly name?: string;
  /** What the line is, where the look alone does not say it, in English: `training batches`, `seed 3`. */
  readonly part?: string;
  /** `fine`: behind the others, not named at its end. */
  readonly weight: 'strong' | 'fine';
  /** Drawn otherwise than its look says: training batches beside held-out text. */
  readonly line?: FigureLook['line'];
  readonly x: Column;
  readonly y: Column;
  /** What was measured, where `y` is smoothed; as long as `y`. */
  readonly measured?: Column;
  /** Ends of a band; NaN where there is none. */
  readonly low?: Column;
  readonly high?: Column;
  /** The value that stands beside the name at its end; the last one where it is left out. */
  readonly named?: number;
  /** Why the line is shorter than the axis: `diverged at step 15`. */
  readonly end?: string;
}

/** A value across the plot: baselines, target, threshold. Its name stands in the right margin. */
export interface Rule {
  readonly label: string;
  readonly value: number;
  readonly kind: 'baseline' | 'target';
}

/** A sign at a point: a cross where a seed diverged, a ring where a target was reached or a best value lies. */
export interface Mark {
  readonly look: number;
  readonly x: number;
  readonly y: number;
  readonly kind: 'cross' | 'ring';
}

/** A stretch of the x axis that belongs to a look: the basin of a learning rate. */
export interface Region {
  readonly look: number;
  readonly low: number;
  readonly high: number;
}

export interface LinesPanel {
  readonly kind: 'lines';
  readonly title: string;
  readonly x: FigureAxis;
  readonly y: FigureAxis;
  readonly series: readonly LineSeries[];
  readonly rules: readonly Rule[];
  readonly marks: readonly Mark[];
  readonly regions: readonly Region[];
}

/** Bars of equal width over an axis: a histogram. */
export interface BarsPanel {
  readonly kind: 'bars';
  readonly title: string;
  readonly note: string;
  readonly look: number;
  readonly x: FigureAxis;
  /** Heights: counts. They are drawn by ln(1 + count), for most entries lie in few bins. */
  readonly counts: Column;
  /** Signs above the bars over single values, such as the character whose output has that z. */
  readonly signs?: readonly ValueSign[];
}

/** A sign for one value on an axis; `looked`: the one that the whole screen looks at. */
export interface ValueSign {
  readonly at: number;
  readonly text: string;
  readonly looked: boolean;
}

/** Values over rows and columns, told by colour. */
export interface MapPanel {
  readonly kind: 'map';
  /** Whose values they are, where they are one look's. */
  readonly look?: number;
  readonly title: string;
  readonly note: string;
  readonly xLabel: string;
  readonly yLabel: string;
  /** Names of the rows, from the top; of the columns, or their numbers where there is no room. */
  readonly rows: readonly string[];
  readonly columns: readonly string[];
  /** Lines of signs along the columns, one for each: above the map, and below the names of the columns. */
  readonly above?: MapLine;
  readonly below?: MapLine;
  /** What the names of the columns are, where a line above or below says something else. */
  readonly columnsLabel?: string;
  /** Row-major; NaN is no cell. */
  readonly values: Column;
  /** Places in `values` with a frame: the targets. */
  readonly framed: Column;
  readonly colours: MapScale;
  /** Whether a cell is wide enough for its value in figures, and shows it. */
  readonly figures: boolean;
  /** Signs that stand in the cells instead, in the order of `values`. */
  readonly texts?: readonly string[];
}

/** A sign for each column of a map, with what they are in a word. */
interface MapLine {
  readonly label: string;
  readonly signs: readonly string[];
}

/** What is told of one cell of all maps of a figure: its names, what it is, and values by what they belong to. */
export interface CellReadout {
  readonly head: string;
  readonly about: string;
  readonly tables: readonly {
    /** The first is of the names. */
    readonly columns: readonly string[];
    readonly rows: readonly {
      readonly look: number | null;
      readonly name: string;
      readonly values: readonly string[];
    }[];
  }[];
}

/** From values to colours. `root`: by the square root, so that small values are seen; `log`: by powers of ten. */
export interface MapScale {
  readonly kind: 'linear' | 'root' | 'log';
  /** Negative is blue and positive orange in every picture of the lab; a log scale goes from pale to blue. */
  readonly low: number;
  readonly high: number;
  /** What the colours mean, with unit. */
  readonly label: string;
}

/** One mean with its interval and the values behind it in a row: a forest plot. */
export interface DotsRow {
  readonly label: string;
  readonly look: number;
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly each: Column;
}

export interface DotsPanel {
  readonly kind: 'dots';
  readonly title: string;
  readonly x: FigureAxis;
  readonly rows: readonly DotsRow[];
  /** Values that make no difference; null where there are none. */
  readonly strip: readonly [low: number, high: number] | null;
  /** A cell of a table, whose other cells say name and value, or where it has no row their axis; the title is said alone. */
  readonly cell?: boolean;
}

export type Panel = LinesPanel | BarsPanel | MapPanel | DotsPanel;

export type Cell = number | string;

/** What a reader of the numbers gets: an accessible table and the CSV export show the same. */
export interface FigureTable {
  readonly columns: readonly string[];
  /** Made anew at each call: a figure may have a million points. */
  rows(): Iterable<readonly Cell[]>;
}

/** A picture as plain data. Whoever shows it adds no knowledge of its own. */
export interface Figure {
  readonly id: string;
  readonly title: string;
  /** What line and band are, and on what it rests. */
  readonly subtitle: string;
  /** Sentences below the picture: what lies outside, what was left out. */
  readonly notes: readonly string[];
  readonly looks: readonly FigureLook[];
  /** Of its words, for what a drawing adds to them; English where nothing is said. */
  readonly language?: Language | undefined;
  readonly panels: readonly Panel[];
  /** Most panels beside each other. */
  readonly across: number;
  readonly table: FigureTable;
  /** What is told of a cell of its maps; left out: its names and its value in each. */
  readonly readCell?: (row: number, column: number) => CellReadout;
}
