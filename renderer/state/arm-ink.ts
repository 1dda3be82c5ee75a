import { readable } from '../../core/figures/colours.ts';
import type { LabState } from './lab-state.svelte.ts';
import type { Theme } from './theme.svelte.ts';

/** The colour of an arm's name on the page, which is a little darker than the panels that these inks are made for. */
export function armInk(lab: LabState, theme: Theme, armId: string): string {
  const look = lab.arms.find(({ arm }) => arm.id === armId)?.look[theme.resolved];
  return look ? `color-mix(in srgb, ${readable(look, theme.resolved)} 85%, var(--text))` : 'inherit';
}
