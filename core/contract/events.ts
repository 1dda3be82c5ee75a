import type { LabEventName, LabEvents } from './lab-api.ts';

type Listener<Name extends LabEventName> = (event: LabEvents[Name]) => void;

/** Who listens to what. A listener that throws does not keep the others from hearing. */
export class Events {
  readonly #listeners = new Map<LabEventName, Set<Listener<never>>>();
  readonly #fault: (error: unknown) => void;

  /** @param fault told what a listener has thrown; by itself nobody is: it is the listener's own fault, and the lab goes on */
  constructor(fault: (error: unknown) => void = () => undefined) {
    this.#fault = fault;
  }

  readonly on = <Name extends LabEventName>(name: Name, listener: Listener<Name>): (() => void) => {
    const set = this.#listeners.get(name) ?? new Set();
    this.#listeners.set(name, set);
    set.add(listener);
    return () => set.delete(listener);
  };

  readonly emit = <Name extends LabEventName>(name: Name, event: LabEvents[Name]): void => {
    for (const listener of this.#listeners.get(name) ?? []) {
      try {
        (listener as Listener<Name>)(event);
      } catch (error) {
        this.#fault(error);
      }
    }
  };
}
