import { describe, expect, it } from 'vitest';
import { engine } from '../../../core/network/engines.ts';
import { precisions } from '../../../core/network/precision.ts';

describe('the precisions', () => {
  it.each(precisions)('$id has an engine whose label says so', ({ id, label, hint }) => {
    expect(engine(id).id).toBe(id);
    expect(engine(id).label.startsWith(`${id}, `)).toBe(true);
    expect(label).toBe(id);
    expect(hint.startsWith(`${id}: `)).toBe(true);
  });
});
