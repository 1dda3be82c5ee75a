import type { OutputLayer } from '../../outputs/output-layer.ts';
import { Board } from './board.ts';
import type { Crew } from '../engine.ts';
import { instantiate } from './kernels.ts';
import { Layout } from './memory-layout.ts';
import { Part } from './part.ts';
import { fastOptimizer } from './update.ts';

/**
 * Follows a run as one of its threads: does its part of every step, and sleeps between. Never returns; whoever started
 * the thread ends it.
 * @param part from 1 on; the leader has part 0
 * @param layer the output layer of the run
 * @param interrupted as the leader's
 */
export function follow(crew: Crew, part: number, layer: OutputLayer, interrupted: () => boolean): never {
  const { memory, build } = crew;
  const spec = { ...crew.spec, layer };
  const optimizer = fastOptimizer(spec.optimizer);
  const floats = new Float32Array(memory.buffer);
  const kernels = instantiate(build, memory);
  const layout = new Layout(kernels, floats, spec, optimizer, layer);
  const board = new Board(memory.buffer, layout.board);
  const own = new Part(kernels, floats, layout, spec, optimizer, part, board);
  board.join(part);
  for (let turn = 0; ;) {
    const next = board.follow(turn, part);
    turn = next.turn;
    own.do(next.task, interrupted);
    board.done();
  }
}
