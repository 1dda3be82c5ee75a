/** Time steps of few sequences one after the other, in one call: each product is so short that a call is felt. */
import { vectorProduct } from './matrix';
import { slopeRows, tanhRows } from './recurrence';

/**
 * h_t = tanh(u_t + Whh h_t₋₁) for t from `first` to before `end`; u_t stands where h_t will.
 * @param hidden `batch` rows of the state before step 0, then those of each step, `stride` bytes apart
 * @param panel bytes between the panels of Whh
 */
export function forwardStates(
  hidden: usize,
  stride: usize,
  batch: i32,
  weights: usize,
  panel: usize,
  panels: i32,
  depth: i32,
  width: usize,
  first: i32,
  end: i32,
): void {
  const step = <usize>batch * stride;
  for (let t = first; t < end; t++) {
    const from = hidden + <usize>t * step;
    const to = from + step;
    for (let at = from; at < to; at += stride)
      vectorProduct(at, weights, panel, at + step, panels, depth, (t & 1) == 1);
    tanhRows(to, stride, batch, width);
  }
}

/**
 * ∂E/∂u_t = (1 − h_t ⊙ h_t) ⊙ ∂E/∂h_t for t from before `end` down to `first`, and Whhᵀ ∂E/∂u_t added to ∂E/∂h_t₋₁.
 * @param slopes rows of ∂E/∂h from step 0 on, that become ∂E/∂u
 * @param weights Whhᵀ
 */
export function backwardStates(
  slopes: usize,
  hidden: usize,
  stride: usize,
  batch: i32,
  weights: usize,
  panel: usize,
  panels: i32,
  depth: i32,
  width: usize,
  first: i32,
  end: i32,
): void {
  const step = <usize>batch * stride;
  for (let t = end - 1; t >= first; t--) {
    const from = slopes + <usize>t * step;
    slopeRows(from, hidden + <usize>(t + 1) * step, stride, batch, width);
    // Nothing goes back from the first step.
    if (t == 0) break;
    for (let at = from; at < from + step; at += stride)
      vectorProduct(at, weights, panel, at - step, panels, depth, (t & 1) == 1);
  }
}
