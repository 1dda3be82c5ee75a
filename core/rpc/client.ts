import { createBirpc } from 'birpc';
import { Events } from '../contract/events.ts';
import type { Lab, LabApi } from '../contract/lab-api.ts';
import { fromErrorData, LabError } from '../errors.ts';
import { listenTo, type Outcome, type ScreenFunctions } from './wire-messages.ts';
import type { Transport } from './transport.ts';

const lost = () =>
  new LabError('cancelled', 'The connection to the lab is closed.', 'Open the lab again to go on.');

/** The lab at the other end of a line. When the line closes, every call that waits for its answer is rejected. */
export function labOver(transport: Transport): Lab {
  // A listener's own fault is reported as unhandled.
  const events = new Events((error) => void Promise.reject(error));
  let closed = false;

  const rpc = createBirpc<
    Record<keyof LabApi, (argument: unknown) => Promise<Outcome>>,
    ScreenFunctions,
    false
  >(
    {
      event: events.emit,
    },
    {
      proxify: false,
      timeout: -1,
      post: (message) => transport.send(message),
      on: (listener) => listenTo(transport, listener),
    },
  );
  transport.onClose(() => {
    closed = true;
    void rpc.$rejectPendingCalls(({ reject }) => reject(lost()));
    rpc.$close();
  });

  const call = async (method: keyof LabApi, argument: unknown): Promise<unknown> => {
    if (closed) throw lost();
    const outcome = await rpc.$call(method, argument);
    if (!('error' in outcome)) return outcome.value;
    throw fromErrorData(outcome.error);
  };

  // Whatever name is asked for is a method: which ones there are, the lab says.
  return new Proxy({ on: events.on } as Lab, {
    get: (own, name) =>
      // Whoever awaits the lab asks for `then`.
      name in own || typeof name === 'symbol' || name === 'then'
        ? Reflect.get(own, name)
        : (argument: unknown) => call(name as keyof LabApi, argument),
  });
}
