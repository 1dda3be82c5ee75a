/** An operator of ONNX on the result of the step before, at first on what the steps begin with, and on a constant where it has one. */
export interface GraphStep {
  readonly op: string;
  readonly by?: number;
  readonly attributes?: Readonly<Record<string, number>>;
}
