/** What a link to an experiment has before its packed experiment. */
export const linkMarker = '#experiment=';

/** Characters of a link: browsers carry two million in an address. */
export const longestLink = 2 ** 20;

/**
 * The packed experiment of a link, which stands by itself or at the end of an address, beside the key of a lab or not;
 * null where a text is no link. A mail may have broken the line.
 */
export function packedIn(text: string): string | null {
  if (text.length > 2 * longestLink) return null;
  const bare = text.replace(/\s+/g, '');
  return /^(?:[a-z][\w+.-]*:\/\/[^#]*)?#(?:[\w-]+&)?experiment=(.*)$/i.exec(bare)?.[1] ?? null;
}

/** Whether a text is a link to an experiment. */
export const isExperimentLink = (text: string): boolean => packedIn(text) !== null;
