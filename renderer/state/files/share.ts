import type { LabState } from '../lab/lab-state.svelte.ts';

/** Where a link leads: in a browser to the lab that it is open in. */
const address = (): string =>
  /^https?:$/.test(location.protocol) ? `${location.origin}${location.pathname}` : '';

/** Puts the experiment on the clipboard as one line, without its text. */
export async function copyShared(state: LabState, as: 'link' | 'command'): Promise<void> {
  const done = await state.act('export', async (lab) => {
    const { link, command } = await lab.shareExperiment({});
    await navigator.clipboard.writeText(as === 'link' ? address() + link : command);
    return true;
  });
  if (!done) return;
  const what = as === 'link' ? 'A link to this experiment' : 'The command line of this experiment';
  state.messages.note(`${what} is on the clipboard; its text is not in it.`);
}
