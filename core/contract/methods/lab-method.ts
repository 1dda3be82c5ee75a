import * as v from 'valibot';

/** A method: the schema that its one argument has to pass, and, for the compiler alone, what it answers with. */
export interface Method<Argument extends v.GenericSchema, Answer> {
  readonly argument: Argument;
  readonly answer?: Answer;
}

const method = <Argument extends v.GenericSchema>(argument: Argument) => ({
  answers: <Answer>(): Method<Argument, Answer> => ({ argument }),
});
/** A method by the members of its argument. */
export const takes = <Entries extends v.ObjectEntries>(entries: Entries) => method(v.strictObject(entries));
/** One that takes one of several arguments. */
export const takesOneOf = <Options extends v.UnionOptions>(options: Options) => method(v.union(options));
/** One that takes nothing. */
export const asks = method(v.strictObject({}) as v.GenericSchema<unknown, Record<string, never>>);
