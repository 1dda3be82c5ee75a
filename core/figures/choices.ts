/** What the card of a figure asks its reader: one of several, each with an id and in words. */
export interface FigureChoice<Source> {
  readonly id: string;
  readonly label: string;
  readonly hint: string;
  /** The option that is taken until one is chosen; the last of all where there is none of this id. */
  readonly usual: string;
  /** Fewer than two are no question. */
  readonly options: (source: Source) => readonly { readonly id: string; readonly label: string }[];
}

/** The option that was chosen, by the id of each choice; none of them in files, which have all there is. */
export type Chosen = Readonly<Record<string, string>>;

/** The option of a choice that holds: the chosen one while it is offered, else the usual one. */
export function chosenOption<Source>(
  { id, usual, options }: FigureChoice<Source>,
  source: Source,
  chosen: Chosen,
): string {
  const ids = options(source).map((option) => option.id);
  return [chosen[id], usual].find((each) => each !== undefined && ids.includes(each)) ?? ids.at(-1) ?? '';
}
