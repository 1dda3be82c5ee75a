import { isWide } from './text.ts';

/** Most signs above each other. */
const mostRows = 4;

/** Where a sign stands: its column from the left, and its row from below. */
interface StackedSign {
  readonly column: number;
  readonly row: number;
}

/** Room that each of some signs has in a row, in pixels at a size of 13: East Asian ones need more. */
export const signRoom = (signs: readonly string[]): number => (signs.some(isWide) ? 15 : 9);

/**
 * Signs over an axis, each in the column of its value, or in the nearest one that has room.
 * @param shares where they lie on the axis, 0 … 1; what lies outside stands at its ends
 * @param columns as many as the axis has room for; what finds no room stands higher in its own
 */
export function stackSigns(shares: readonly number[], columns: number): StackedSign[] {
  const heights = new Uint16Array(Math.max(1, columns));
  return shares.map((share) => {
    const wanted = Math.min(heights.length - 1, Math.max(0, Math.floor(share * heights.length)));
    let column = wanted;
    for (let away = 1; heights[column] >= mostRows && away < heights.length; away++)
      column = [wanted - away, wanted + away].find((each) => heights[each] < mostRows) ?? wanted;
    return { column, row: heights[column]++ };
  });
}
