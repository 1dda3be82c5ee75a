import * as v from 'valibot';
import { expect, it } from 'vitest';
import { definitionSchema } from '../../core/outputs/layer-definition.ts';
import type { FormulaGuide } from '../../core/layers/formula-guide.ts';
import { blank, FormulaEditor } from '../../renderer/state/gradients/formula-editor.svelte.ts';
import { stateOf } from './lab-double.ts';

const guide = { presets: [], builtIn: [], functions: [] } as unknown as FormulaGuide;

it.each([
  ['low', 5, { value: 5, low: 5, high: 7 }],
  ['low', 2, { value: 2, low: 2, high: 4 }],
  ['low', 1.5, { value: 1.5, low: 1.5, high: 2 }],
  ['low', 1e20, { value: 1e20, low: 1e20, high: 1.01e20 }],
  ['high', 0, { value: 0, low: -2, high: 0 }],
  ['high', -3, { value: -3, low: -5, high: -3 }],
  ['high', 9, { value: 1, low: 0, high: 9 }],
] as const)(
  'a slider whose %s end goes to %d has a length, and its value on it',
  async (end, to, becomes) => {
    const state = await stateOf(true, { lookAtFormula: () => new Promise(() => undefined) });
    const parameters = { a: { value: 1, low: 0, high: 2 } };
    const editor = new FormulaEditor(state, guide, { ...blank, label: 'mine', parameters });
    editor.setEnd('a', end, to);
    editor.dispose();
    expect(editor.draft.parameters['a']).toEqual(becomes);
    const { label, activation, loss } = editor.draft;
    const definition = {
      kind: 'formula',
      id: 'mine',
      label,
      activation,
      loss,
      parameters: editor.draft.parameters,
    };
    expect(v.safeParse(definitionSchema, definition).issues).toBeUndefined();
  },
);
