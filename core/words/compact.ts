/** A list without the entries that are not there: what `condition && entry` comes to where the condition does not hold. */
export const compact = <Entry>(entries: readonly (Entry | false | null | undefined)[]): Entry[] =>
  entries.filter((entry): entry is Entry => entry !== false && entry != null);
