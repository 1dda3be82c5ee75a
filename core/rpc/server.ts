import { createBirpc } from 'birpc';
import * as v from 'valibot';
import { type Lab, type LabApi, type LabEventName, labEvents, labMethods } from '../contract/lab-api.ts';

import { LabError, toErrorData, unknownName } from '../errors.ts';
import { listenTo, type Outcome, type ScreenFunctions } from './wire-messages.ts';
import type { Transport } from './transport.ts';

const isMethod = (name: string): name is keyof LabApi => Object.hasOwn(labMethods, name);

/** The argument as its schema lets it through. */
function checked<Method extends keyof LabApi>(
  method: Method,
  argument: unknown,
): Parameters<LabApi[Method]>[0] {
  const result = v.safeParse(labMethods[method].argument, argument, { abortEarly: true });
  if (result.success) return result.output;
  const [issue] = result.issues;
  const path = v.getDotPath(issue);
  throw new LabError(
    'bad-argument',
    `${method} refuses ${path ? `'${path}'` : 'its argument'}: ${issue.message}.`,
  );
}

/** Asks the lab by name. Only names of the contract reach it: nothing that an object inherits can be called. */
async function ask(lab: Lab, name: string, argument: unknown): Promise<Outcome> {
  try {
    if (!isMethod(name)) throw unknownName('method', name, Object.keys(labMethods));
    const method = lab[name] as (argument: unknown) => Promise<unknown>;
    return { value: await method.call(lab, checked(name, argument)) };
  } catch (error) {
    return { error: toErrorData(error) };
  }
}

/**
 * Lets one screen use the lab over a line, until the line closes. Several screens may use one lab: each is told of
 * every event.
 */
export function serveScreen(lab: Lab, transport: Transport): void {
  const send = (message: { t: string; i?: string }): void => {
    try {
      transport.send(message);
    } catch (error) {
      // A result that cannot be sent is told to the caller; an event that is lost would leave the screen wrong.
      if (message.t === 's') transport.send({ t: 's', i: message.i, r: { error: toErrorData(error) } });
      else transport.close();
    }
  };
  const rpc = createBirpc<ScreenFunctions, object, false>(
    {},
    {
      proxify: false,
      timeout: -1,
      post: send,
      on: (listener) => listenTo(transport, listener),
      resolver: (name) => (argument: unknown) => ask(lab, name, argument),
    },
  );
  const stops = (Object.keys(labEvents) as LabEventName[]).map((name) =>
    lab.on(name, (event) => void rpc.$callEvent('event', name, event)),
  );
  transport.onClose(() => {
    for (const stop of stops) stop();
    rpc.$close();
  });
}
