import type { LabEventName, LabEvents } from '../contract/lab-api.ts';
import type { LabErrorData } from '../errors.ts';
import type { Transport } from './transport.ts';

/** What a call came to. Errors travel as plain data, because no transport carries an Error's own fields. */
export type Outcome = { readonly value?: unknown } | { readonly error: LabErrorData };

/** What the lab calls on a screen. */
export interface ScreenFunctions {
  event<Name extends LabEventName>(name: Name, event: LabEvents[Name]): void;
}

interface RpcMessage {
  /** `q`: a call; `s`: its result. */
  readonly t: 'q' | 's';
  readonly i?: string;
}

function isRpcMessage(message: unknown): message is RpcMessage {
  if (typeof message !== 'object' || message === null) return false;
  const { t, i, m, a } = message as Record<string, unknown>;
  if (i !== undefined && typeof i !== 'string') return false;
  return t === 's' ? i !== undefined : t === 'q' && typeof m === 'string' && Array.isArray(a);
}

/** Hands messages of the right form on; anything else is no screen or lab of ours, and ends the line. */
export function listenTo(transport: Transport, listener: (message: RpcMessage) => unknown): void {
  transport.receive((message) => {
    if (!isRpcMessage(message)) return transport.close();
    Promise.resolve(listener(message)).catch(() => transport.close());
  });
}
