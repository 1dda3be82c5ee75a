/** Sizes of a network: V distinct characters, H hidden units. */
export interface Shape {
  readonly vocabulary: number;
  readonly hidden: number;
  readonly biases: boolean;
}

export type ParameterName = 'Wxh' | 'Whh' | 'Why' | 'bh' | 'by';

/** All weights in float64, row-major. Biases are absent where the shape has none. */
export interface Weights {
  /** H × V */
  readonly Wxh: Float64Array;
  /** H × H */
  readonly Whh: Float64Array;
  /** V × H */
  readonly Why: Float64Array;
  /** H */
  readonly bh?: Float64Array;
  /** V */
  readonly by?: Float64Array;
}

/** Every parameter there can be, the biases last. */
export const allParameters: readonly ParameterName[] = ['Wxh', 'Whh', 'Why', 'bh', 'by'];

/** The parameters of a shape in their fixed order. */
export function parameterNames(shape: Pick<Shape, 'biases'>): readonly ParameterName[] {
  return shape.biases ? allParameters : allParameters.slice(0, 3);
}

/** Rows and columns of a parameter; a bias is one column. */
export function dimensions(name: ParameterName, shape: Shape): readonly [rows: number, columns: number] {
  const { vocabulary: V, hidden: H } = shape;
  return { Wxh: [H, V], Whh: [H, H], Why: [V, H], bh: [H, 1], by: [V, 1] }[name] as [number, number];
}

/** Number of parameters: 2HV + H², and H + V for the biases. */
export function parameterCount(shape: Shape): number {
  return parameterNames(shape).reduce((sum, name) => {
    const [rows, columns] = dimensions(name, shape);
    return sum + rows * columns;
  }, 0);
}
