import {
  activationIds,
  activationOf,
  isActivationId,
  type ActivationId,
} from '../outputs/activations/registry.ts';
import { outputLayers } from '../outputs/registry.ts';
import { isReadingId, readingIds, type LayerReading } from '../outputs/readings/registry.ts';
import { foreignText, pluginError, thrown, type PluginName } from './plugin-error.ts';

/** What a plug-in says of itself, as text that is safe to show. */
export interface PluginFacts {
  readonly id: string;
  readonly label: string;
  readonly activation: ActivationId;
  readonly formula: string;
  readonly delta: string;
  readonly reference: string;
  readonly matched: boolean;
  /** How its outputs are read as probabilities: by its own `probabilities`, or as it names it, or by its activation. */
  readonly reading: LayerReading;
  /** Methods it has of its own beside `lossAndDelta`. */
  readonly own: readonly OptionalMethod[];
}

const optionalMethods = ['forward', 'probabilities', 'uniformBias'] as const;
export type OptionalMethod = (typeof optionalMethods)[number];

/** The methods of a plug-in, taken once: what a getter gives a second time does not matter. */
interface PluginMethods {
  readonly lossAndDelta: Method;
  readonly forward: Method | null;
  readonly probabilities: Method | null;
  readonly uniformBias: Method | null;
}

type Method = (...args: never[]) => unknown;

/** Most characters of what a plug-in says of itself. */
const factLimits = { id: 60, label: 80, formula: 300, delta: 300, reference: 300 } as const;

/** A value in a word, for a message; never calls into it. */
export function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (value === undefined) return 'nothing';
  const kind = typeof value;
  if (kind === 'bigint') return 'a BigInt';
  if (kind === 'object') return 'an object';
  return `a ${kind}`;
}

/**
 * Reads the default export of a plug-in: each member once, checked and copied.
 * @throws LabError `bad-plugin` with what is wrong
 */
export function readPlugin(
  exported: unknown,
  name: PluginName,
): { readonly facts: PluginFacts; readonly methods: PluginMethods; readonly self: object } {
  if (exported === undefined) throw pluginError(name, 'it has no default export');
  if (typeof exported !== 'object' || exported === null)
    throw pluginError(name, `its default export is ${kindOf(exported)}, not an object`);
  const member = (key: string): unknown => {
    try {
      return (exported as Record<string, unknown>)[key];
    } catch (error) {
      const { words, stack } = thrown(error);
      throw pluginError(name, `reading its ${key} threw ${words}`, stack);
    }
  };
  const text = (key: keyof typeof factLimits, optional = false): string => {
    const value = member(key);
    if (value === undefined && optional) return '';
    if (typeof value !== 'string') throw pluginError(name, `its ${key} is ${kindOf(value)}, not text`);
    if (value.length > factLimits[key])
      throw pluginError(name, `its ${key} has ${value.length} characters; at most ${factLimits[key]} fit`);
    if (value.trim() === '' && !optional) throw pluginError(name, `its ${key} is empty`);
    return foreignText(value);
  };
  const method = (key: OptionalMethod | 'lossAndDelta'): Method | null => {
    const value = member(key);
    if (value === undefined && key !== 'lossAndDelta') return null;
    if (typeof value !== 'function')
      throw pluginError(name, `its ${key} is ${kindOf(value)}, not a function`);
    return value as Method;
  };

  const id = text('id');
  if (!/^[A-Za-z0-9-]+$/.test(id))
    throw pluginError(name, `its id '${id}' may have letters, digits and dashes only`);
  if (outputLayers.some((layer) => layer.id === id))
    throw pluginError(name, `its id '${id}' is that of a built-in layer`);
  const activation = member('activation');
  if (typeof activation !== 'string' || !isActivationId(activation))
    throw pluginError(name, `its activation must be one of ${activationIds.join(', ')}`);
  const matched = member('matched') ?? false;
  if (typeof matched !== 'boolean')
    throw pluginError(name, `its matched is ${kindOf(matched)}, not true or false`);
  const methods: PluginMethods = {
    lossAndDelta: method('lossAndDelta')!,
    forward: method('forward'),
    probabilities: method('probabilities'),
    uniformBias: method('uniformBias'),
  };
  return {
    facts: {
      id,
      label: text('label'),
      activation,
      formula: text('formula'),
      delta: text('delta'),
      reference: text('reference', true),
      matched,
      reading: readingOf(name, member('reading'), methods, activation),
      own: optionalMethods.filter((key) => methods[key] !== null),
    },
    methods,
    self: exported,
  };
}

/** With a `forward` of its own, y alone is known. */
function readingOf(
  name: PluginName,
  said: unknown,
  { forward, probabilities }: PluginMethods,
  activation: ActivationId,
): LayerReading {
  if (said === undefined) {
    if (probabilities) return 'own';
    return forward ? 'clipped' : activationOf(activation).reading;
  }
  if (typeof said !== 'string' || !isReadingId(said))
    throw pluginError(name, `its reading must be one of ${readingIds.join(', ')}`);
  if (probabilities)
    throw pluginError(name, 'it has both a reading and probabilities of its own; one of them must go');
  return said;
}
