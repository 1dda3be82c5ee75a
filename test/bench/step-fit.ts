/** A measured training step: its useful work, the parameters without biases, and the time it took. */
export interface MeasuredStep {
  /** T · B · (6H² + 6HV) floating-point operations. */
  readonly operations: number;
  /** H² + 2HV. */
  readonly parameters: number;
  readonly seconds: number;
}

/** The model t = operations / F + u · parameters + c. */
export interface StepFit {
  /** F, 10⁹ floating-point operations per second. */
  readonly gigaflops: number;
  /** u, 10⁻⁹ seconds. */
  readonly nanosecondsPerParameter: number;
  /** c, 10⁻⁶ seconds. */
  readonly microsecondsPerStep: number;
  /** (model − measured) / measured of each step. */
  readonly relativeErrors: readonly number[];
}

/** Solves the square system of the rows [coefficients…, right side] by elimination with pivoting. */
export function solve(rows: readonly (readonly number[])[]): number[] {
  const system = rows.map((row) => [...row]);
  const size = system.length;
  for (let column = 0; column < size; column++) {
    let best = column;
    for (let row = column + 1; row < size; row++)
      if (Math.abs(system[row][column]) > Math.abs(system[best][column])) best = row;
    [system[column], system[best]] = [system[best], system[column]];
    for (let row = 0; row < size; row++) {
      if (row === column) continue;
      const factor = system[row][column] / system[column][column];
      for (let k = column; k <= size; k++) system[row][k] -= factor * system[column][k];
    }
  }
  return system.map((row, i) => row[size] / row[i]);
}

/** The fit with the smallest sum of squares of relative errors, so that short steps count as much as long ones. */
export function fitSteps(steps: readonly MeasuredStep[]): StepFit {
  // In units of 10⁻⁶ s, 10⁶ operations and 10³ parameters, so that the three columns are of one size.
  const columns = steps.map(({ operations, parameters }) => [operations / 1e6, parameters / 1e3, 1]);
  const weighted = columns.map((row, i) => row.map((value) => value / (steps[i].seconds * 1e6)));
  const normal = [0, 1, 2].map((a) => [
    ...[0, 1, 2].map((b) => weighted.reduce((sum, row) => sum + row[a] * row[b], 0)),
    weighted.reduce((sum, row) => sum + row[a], 0),
  ]);
  const [work, update, constant] = solve(normal);
  return {
    gigaflops: 1e3 / work,
    nanosecondsPerParameter: update,
    microsecondsPerStep: constant,
    relativeErrors: weighted.map((row) => row[0] * work + row[1] * update + row[2] * constant - 1),
  };
}
