import { readFormula, type FormulaReading } from '../formulas/facts.ts';
import { formulaLayer } from '../formulas/formula-layer.ts';
import { properScore, type ProperScore } from '../formulas/checks/proper-score.ts';
import type { FormulaDefinition } from '../outputs/layer-definition.ts';
import type { UnitQuestion } from './probe.ts';
import { unitResponses } from './unit-response.ts';

/** E and δ of one output against its own logit. NaN where the loss is not defined. */
interface FormulaCurve {
  readonly loss: Float64Array;
  readonly delta: Float64Array;
  /** δ of softmax + cross-entropy at the same logits. */
  readonly crossEntropy: Float64Array;
}

/** A typed loss looked at before it is trained. */
export interface FormulaLook {
  readonly reading: FormulaReading;
  /** Null where the text is no loss, or its outputs are not read as probabilities. */
  readonly score: ProperScore | null;
  /** Null where the text is no loss. */
  readonly curves: {
    readonly z: Float64Array;
    /** Logits of the other outputs. */
    readonly others: Float64Array;
    /** This output is the target. */
    readonly isTarget: FormulaCurve;
    /** The first of the others is. */
    readonly isOther: FormulaCurve;
  } | null;
}

/** z from −10 to 10 in steps of 0.05: from whole numbers, so that 0 is 0. */
const zGrid = (): Float64Array => Float64Array.from({ length: 401 }, (_, i) => (i - 200) / 20);

/** The other outputs stand inside (0, 1), where every usual loss is defined: those of the search for domain problems. */
const others = [0.25, 0.5];

/** What there is to know about a formula, or what is wrong with its text, with δ against z. */
export function lookAtFormula(definition: FormulaDefinition): FormulaLook {
  const reading = readFormula(definition);
  if (reading.kind === 'problem') return { reading, score: null, curves: null };
  const z = zGrid();
  const ask = (t: 0 | 1): FormulaCurve => {
    const question: UnitQuestion = {
      layers: [definition.id, 'softmax-cross-entropy'].map((layer) => ({ layer, clamp: null, rate: null })),
      t,
      others: Float64Array.from(others),
      z,
    };
    const [{ loss, delta }, { delta: crossEntropy }] = unitResponses({ ...question, own: [definition] });
    return { loss, delta, crossEntropy };
  };
  return {
    reading,
    score: properScore(formulaLayer(definition)),
    curves: { z, others: Float64Array.from(others), isTarget: ask(1), isOther: ask(0) },
  };
}
