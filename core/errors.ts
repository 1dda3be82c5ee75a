/**
 * What can go wrong, as a stable code. Screens, command line and tests tell errors apart by this code;
 * people read the sentence.
 */
export type LabErrorCode =
  | 'unknown-name'
  | 'bad-experiment'
  | 'bad-case'
  | 'bad-argument'
  | 'bad-formula'
  | 'outside-domain'
  | 'no-corpus'
  | 'no-rate'
  | 'text-empty'
  | 'text-not-a-file'
  | 'text-not-found'
  | 'text-no-permission'
  | 'text-binary'
  | 'text-too-large'
  | 'text-changed'
  | 'text-unreadable'
  | 'wrong-state'
  | 'too-large-for-memory'
  | 'file-not-written'
  | 'file-not-read'
  | 'bad-plugin'
  | 'untrusted-plugin'
  | 'cancelled'
  | 'internal';

/** An error as plain data: it crosses threads, ports and sockets unchanged. */
export interface LabErrorData {
  readonly code: LabErrorCode;
  /** What happened and where, in one sentence. */
  readonly message: string;
  /** What can be done about it, in one sentence; empty when nothing can. */
  readonly next: string;
}

/** The only error the lab throws on purpose. Anything else that surfaces is a defect. */
export class LabError extends Error implements LabErrorData {
  readonly code: LabErrorCode;
  readonly next: string;

  constructor(code: LabErrorCode, message: string, next = '') {
    super(message);
    this.name = 'LabError';
    this.code = code;
    this.next = next;
  }
}

/** An error again of its data, as they came from a thread or over a wire. */
export const fromErrorData = ({ code, message, next }: LabErrorData): LabError =>
  new LabError(code, message, next);

/** An error of any origin as plain data. A foreign error becomes `internal`. */
export function toErrorData(error: unknown): LabErrorData {
  if (error instanceof LabError) return { code: error.code, message: error.message, next: error.next };
  const message = error instanceof Error ? error.message : String(error);
  return {
    code: 'internal',
    message: `Unexpected error: ${message}`,
    next: 'Please report this as a defect.',
  };
}

/** The error for a name that is not in a list; it says what there is. */
export function unknownName(kind: string, name: string, known: readonly string[]): LabError {
  return new LabError('unknown-name', `No ${kind} '${name}'. There are: ${known.join(', ')}.`);
}

/** The one of that id. @throws LabError `unknown-name` that says what there is */
export function byId<Each extends { readonly id: string }>(
  kind: string,
  list: readonly Each[],
  id: string,
): Each {
  const found = list.find((each) => each.id === id);
  if (found) return found;
  throw unknownName(
    kind,
    id,
    list.map((each) => each.id),
  );
}
