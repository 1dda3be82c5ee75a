import { LabError } from '../errors.ts';
import type { LayerMatch } from '../outputs/match.ts';
import { activationOf, type ActivationId } from '../outputs/activations/registry.ts';
import type { FormulaDefinition } from '../outputs/layer-definition.ts';
import type { ReadingId } from '../outputs/readings/registry.ts';
import { compile, type Compiled } from './compile.ts';
import { domainProblems, type DomainProblem } from './checks/domain-problems.ts';
import { FormulaError, type FormulaProblem } from './language/formula-error.ts';
import { knownReading, readingWords, type KnownReading } from './known-reading.ts';
import { formulaMatch, slopeIsFactor } from './checks/match-of.ts';
import { jumpOf } from './checks/jump.ts';
import { matchedBy, runOf, type Matched } from './checks/matched.ts';
import type { Written } from './typeset/notation.ts';
import { checkSlope, type SlopeCheck } from './checks/slope-check.ts';
import { typesetDelta, typesetLoss } from './typeset/typeset.ts';
import { wrongWay } from './checks/wrong-way.ts';
import { significant } from '../words/number-format.ts';

/** What a person should know before training with a formula. */
interface FormulaWarning {
  readonly code: 'not-confirmed' | 'jump' | 'wrong-way' | 'outside-domain' | 'without-target';
  readonly message: string;
}

/** Everything a screen or a report says about a typed loss, as plain data. */
export interface FormulaFacts {
  /** y = … */
  readonly activation: Written;
  /** E = … as it was typed. */
  readonly loss: Written;
  /** δ = ∂E/∂z = …, simplified. */
  readonly delta: Written;
  /** Whether the expression has an entry for each output and is summed over them; else it is the loss itself. */
  readonly summed: boolean;
  /** Matched, σ′ stays, or neither. */
  readonly match: LayerMatch;
  /** δ = c (y − t); null where it is not that. */
  readonly matched: Matched | null;
  /** The match in a sentence, with c. */
  readonly pairing: string;
  /** The built-in layer that has the same E and δ; null where there is none. */
  readonly sameAs: string | null;
  /** How the outputs are read as probabilities, how they are where nobody chose, and why, in words. */
  readonly reading: {
    readonly id: ReadingId;
    readonly words: string;
    readonly known: KnownReading & { readonly words: string };
  };
  readonly check: SlopeCheck;
  readonly domain: readonly DomainProblem[];
  readonly warnings: readonly FormulaWarning[];
}

/** A formula looked at: its facts, or what is wrong with its text. */
export type FormulaReading =
  | { readonly kind: 'facts'; readonly facts: FormulaFacts }
  | { readonly kind: 'problem'; readonly problem: FormulaProblem };

/** What a list of formulas says of each: a part of its facts that takes no check. */
type FormulaSummary = Pick<FormulaFacts, 'loss' | 'delta' | 'match'> & { readonly reading: ReadingId };

/** @throws FormulaError as `formulaLayer` does */
export function formulaSummary(definition: FormulaDefinition): FormulaSummary {
  const compiled = compile(definition);
  const matched = matchedBy(compiled);
  return {
    loss: typesetLoss(compiled),
    delta: typesetDelta(compiled, matched),
    match: formulaMatch(definition.activation, compiled, matched),
    reading: readingOf(definition),
  };
}

/** How outputs are read where nobody says otherwise than the formula. */
const readingOf = ({ activation, reading }: FormulaDefinition): ReadingId =>
  reading ?? activationOf(activation).reading;

/** What there is to know about a formula. @throws FormulaError as `formulaLayer` does */
export function formulaFacts(definition: FormulaDefinition): FormulaFacts {
  const compiled = compile(definition);
  const { syntax, summed, program, twin } = compiled;
  const parameters = new Map(Object.entries(definition.parameters).map(([name, { value }]) => [name, value]));
  const matched = matchedBy(compiled);
  const match = formulaMatch(definition.activation, compiled, matched);
  const check = checkSlope(program, syntax, definition.activation, parameters);
  const domain = domainProblems(definition.loss, program, syntax, definition.activation, parameters);
  const { tex, plain } = activationOf(definition.activation);
  return {
    activation: { tex, plain },
    loss: typesetLoss(compiled),
    delta: typesetDelta(compiled, matched),
    summed,
    match,
    matched,
    pairing: pairing(definition.activation, match, matched, slopeIsFactor(compiled)),
    sameAs: twin?.id ?? null,
    reading: readingFacts(definition, program),
    check,
    domain,
    warnings: warningsOf(compiled, check, domain),
  };
}

/** The facts of a formula, or its fault as data: for a screen that asks at every key. */
export function readFormula(definition: FormulaDefinition): FormulaReading {
  try {
    return { kind: 'facts', facts: formulaFacts(definition) };
  } catch (error) {
    if (error instanceof FormulaError) return { kind: 'problem', problem: error.problem };
    if (!(error instanceof LabError) || error.code !== 'bad-formula') throw error;
    const { message, next } = error;
    const length = definition.loss.length;
    return {
      kind: 'problem',
      problem: { line: 1, column: 1, offset: 0, length, message, next, suggestion: null },
    };
  }
}

function readingFacts(definition: FormulaDefinition, program: Compiled['program']): FormulaFacts['reading'] {
  const { activation, reading } = definition;
  const known = knownReading(definition, program);
  const words = (chosen: ReadingId | undefined) => readingWords(activation, chosen, known);
  return { id: readingOf(definition), words: words(reading), known: { ...known, words: words(known.id) } };
}

function pairing(
  activation: ActivationId,
  match: LayerMatch,
  matched: Matched | null,
  isFactor: boolean,
): string {
  const { slopeWords, identity } = activationOf(activation);
  if (match === 'slope-stays')
    return `Mismatched: ${slopeWords.name} stays in δ${isFactor ? '' : ' at every point that was tried'}, so an output that is saturated and wrong hardly learns.`;
  if (!matched)
    return `Other: δ is not a multiple of y − t${identity ? '' : `, and ${slopeWords.name} is no factor of it`}.`;
  const { c, perOutput, proved } = matched;
  const number = String(c).replace('-', '−');
  const factor = perOutput ? `${number}/V` : number;
  const how = proved ? '' : ' at every point that was tried';
  return `Matched: δ = c (y − t)${how}, with c = ${factor}.`;
}

function warningsOf(
  { valued, program }: Compiled,
  check: SlopeCheck,
  domain: readonly DomainProblem[],
): FormulaWarning[] {
  const warnings: FormulaWarning[] = [];
  if (!check.confirmed) {
    const why = Number.isNaN(check.worst)
      ? 'the loss is defined at none of the points that were tried'
      : check.simplification > 1e-9
        ? `E as it is computed and as it was typed differ by ${significant(check.simplification, 2)}`
        : `the worst relative error is ${significant(check.worst, 2)}`;
    warnings.push({ code: 'not-confirmed', message: `The gradient check did not confirm δ: ${why}.` });
  }
  const jump = jumpOf(runOf(program));
  if (jump !== null) warnings.push({ code: 'jump', message: jump });
  const wrong = wrongWay(runOf(program));
  if (wrong !== null) warnings.push({ code: 'wrong-way', message: wrong });
  if (domain.length > 0)
    warnings.push({
      code: 'outside-domain',
      message: `The loss is not defined everywhere. ${domain[0].message}`,
    });
  if (!dependsOnTarget(valued))
    warnings.push({
      code: 'without-target',
      message: 'The loss does not depend on the target: nothing can be learnt about the text.',
    });
  return warnings;
}

function dependsOnTarget({ delta }: Compiled['valued']): boolean {
  const seen = new Set<Compiled['valued']['delta']>();
  const open = [delta];
  for (let node = open.pop(); node; node = open.pop()) {
    if (node.operation === 't' || node.operation === 'target') return true;
    if (seen.has(node)) continue;
    seen.add(node);
    open.push(...node.values);
  }
  return false;
}
