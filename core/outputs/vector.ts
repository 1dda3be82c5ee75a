/** A vector of outputs or gradients. Layers work in float64 and in float32 alike. */
export type Vector = Float64Array | Float32Array;
