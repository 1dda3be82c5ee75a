import { readable } from '../../../core/figures/drawing/colours.ts';
import type { ArmLook } from '../../../core/contract/arm-look.ts';
import type { LabState } from '../lab/lab-state.svelte.ts';
import type { Theme } from '../window/theme.svelte.ts';

/** The colour of a name on the page, which is a little darker than the panels that these inks are made for. */
export const lookInk = (look: ArmLook, { resolved }: Theme): string =>
  `color-mix(in srgb, ${readable(look[resolved], resolved)} 85%, var(--text))`;

/** That of an arm of the experiment on the screen. */
export function armInk(lab: LabState, theme: Theme, armId: string): string {
  const look = lab.arms.find(({ arm }) => arm.id === armId)?.look;
  return look ? lookInk(look, theme) : 'inherit';
}
