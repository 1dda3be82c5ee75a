import { type Lab, type LabEventName, type LabEvents, labMethods } from '../../../core/contract/lab-api.ts';

/** A lab that answers each method from a table; what is not in the table waits for ever. */
export interface StubLab extends Lab {
  /** Arguments the lab was asked with, in order. */
  readonly asked: { method: string; argument: unknown }[];
  /** Who listens at present, over all events. */
  readonly listening: number;
  emit<Name extends LabEventName>(name: Name, event: LabEvents[Name]): void;
}

export function stubLab(answers: Record<string, (argument: never) => unknown> = {}): StubLab {
  const asked: StubLab['asked'] = [];
  const listeners = new Map<string, Set<(event: never) => void>>();
  const methods = Object.fromEntries(
    Object.keys(labMethods).map((method) => [
      method,
      async (argument: unknown) => {
        asked.push({ method, argument });
        const answer = answers[method];
        return answer ? answer(argument as never) : new Promise(() => {});
      },
    ]),
  ) as unknown as Lab;
  return {
    ...methods,
    asked,
    get listening() {
      return [...listeners.values()].reduce((sum, set) => sum + set.size, 0);
    },
    on(name, listener) {
      const set = listeners.get(name) ?? new Set();
      listeners.set(name, set);
      set.add(listener);
      return () => set.delete(listener);
    },
    emit(name, event) {
      for (const listener of listeners.get(name) ?? []) listener(event as never);
    },
  };
}
