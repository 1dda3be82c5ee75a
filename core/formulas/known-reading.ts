import { activationOf, type ActivationId } from '../outputs/activations/registry.ts';
import type { FormulaDefinition } from '../outputs/layer-definition.ts';
import {
  givesProbabilities,
  readingOf,
  readingSentence,
  type ReadingId,
} from '../outputs/readings/registry.ts';
import { builtInFormulas } from './built-in-formulas.ts';
import { compile } from './compile.ts';
import { randomPoints, specialPoints } from './checks/points.ts';
import { formulaPresets } from './presets/registry.ts';
import { RowMachine } from './program/row-machine.ts';

/** How a formula is read where nobody chose. */
export interface KnownReading {
  readonly id: ReadingId;
  /** The label of the layer whose δ it has, and whose reading therefore; null: by its activation. */
  readonly as: string | null;
}

/** A layer whose reading is known, with its δ at all points of each V. */
interface Reference {
  readonly label: string;
  readonly activation: ActivationId;
  readonly reading: ReadingId;
  readonly deltas: readonly (readonly Float64Array[])[];
}

const sizes = [3, 5].map((V) => ({ V, points: [...specialPoints(V), ...randomPoints(V, 12, 3)] }));

type Program = ReturnType<typeof compile>['program'];

/** δ at each point of a V, made when it is asked for; NaN where the loss is not defined. */
function* deltasOf(program: Program, { V, points }: (typeof sizes)[number]): Generator<Float64Array> {
  const machine = new RowMachine(program, V);
  const y = new Float64Array(V);
  for (const { z, target } of points) {
    const delta = new Float64Array(V);
    const loss = machine.run(z, target, y, delta);
    yield Number.isFinite(loss) ? delta : delta.fill(NaN);
  }
}

const known = new Map<string, Reference>();

/** A layer with its δ at all points; made once. */
function referenceOf(definition: FormulaDefinition & { readonly reading: ReadingId }): Reference {
  const { id, label, activation, reading, parameters } = definition;
  const key = JSON.stringify([id, parameters]);
  let found = known.get(key);
  if (!found) {
    const { program } = compile(definition);
    found = { label, activation, reading, deltas: sizes.map((size) => [...deltasOf(program, size)]) };
    // Sliders make many.
    if (known.size > 100) known.clear();
    known.set(key, found);
  }
  return found;
}

/** Built-in layers and published losses, these with the parameters of the same names as they are set. */
function references(parameters: FormulaDefinition['parameters']): Reference[] {
  return [
    ...builtInFormulas.map(referenceOf),
    ...formulaPresets.map((preset) => {
      const names = Object.keys(preset.parameters);
      const own = names.length > 0 && names.every((name) => Object.hasOwn(parameters, name));
      const set = Object.fromEntries(names.map((name) => [name, parameters[name]]));
      return referenceOf(own ? { ...preset, parameters: set } : preset);
    }),
  ];
}

/**
 * How a formula is read where nobody chose: as the built-in layer or published loss whose δ it has, as an expression in z
 * and up to a factor above 0, for such losses have the same stationary points and so estimate the same; else by its
 * activation. Readings of y hold only for the same activation. Compared at random and special points, for δ may be written
 * in more ways than simplification undoes.
 */
export function knownReading(
  { activation, parameters }: Pick<FormulaDefinition, 'activation' | 'parameters'>,
  program: Program,
): KnownReading {
  let left = references(parameters).filter(
    (each) => each.activation === activation || readingOf(each.reading).from === 'z',
  );
  for (const [s, size] of sizes.entries()) {
    const factors = new Map<Reference, number>();
    let n = 0;
    for (const delta of deltasOf(program, size)) {
      left = left.filter((each) => agrees(delta, each.deltas[s][n], each, factors));
      if (left.length === 0) break;
      n++;
    }
    // A loss that is defined nowhere agrees with everything.
    left = left.filter((each) => factors.has(each));
  }
  const found = left.find((each) => each.activation === activation) ?? left[0];
  return found ? { id: found.reading, as: found.label } : { id: activationOf(activation).reading, as: null };
}

/** Whether δ is c times the other with the c > 0 that held so far; where one is not defined nothing can be said. */
function agrees(
  delta: Float64Array,
  other: Float64Array,
  of: Reference,
  factors: Map<Reference, number>,
): boolean {
  if (![...delta, ...other].every(Number.isFinite)) return true;
  const most = other.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
  let c = factors.get(of);
  if (c === undefined && most > 0.01) {
    const at = other.findIndex((value) => Math.abs(value) === most);
    c = delta[at] / other[at];
    if (!(c > 0)) return false;
    factors.set(of, c);
  }
  const scale = c ?? 1;
  return delta.every((value, i) => Math.abs(value - scale * other[i]) <= 1e-8 * scale * Math.max(1, most));
}

/** A definition that says how it is read: as it does already, else as `knownReading` has it. @throws as `compile` does */
export function withReading<D extends FormulaDefinition>(definition: D): D & { readonly reading: ReadingId } {
  const reading = definition.reading ?? knownReading(definition, compile(definition).program).id;
  return { ...definition, reading };
}

/**
 * How a formula is read and why, in words.
 * @param chosen what its definition says; undefined in those of experiments from before readings were chosen
 */
export function readingWords(
  activation: ActivationId,
  chosen: ReadingId | undefined,
  known: KnownReading,
): string {
  const byActivation = activationOf(activation).reading;
  const id = chosen ?? byActivation;
  const differs = known.as !== null && known.id !== id;
  const hint = differs
    ? `; its δ is that of ${known.as}, which is ${givesProbabilities(known.id) ? `read as ${readingOf(known.id).label}` : 'not read as probabilities'}`
    : '';
  if (chosen === undefined)
    return readingSentence(id, `by its activation, as before readings were chosen${hint}`);
  if (known.as !== null && !differs) return readingSentence(id, `its δ is that of ${known.as}`);
  return readingSentence(id, (differs || id !== byActivation ? 'as chosen' : 'by its activation') + hint);
}
