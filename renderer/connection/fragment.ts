import { isExperimentLink, linkMarker, packedIn } from '../../core/experiments/link-form.ts';

/** What may stand behind the # of the page's address: the key of the lab, an experiment, or both, joined by &. */
interface Fragment {
  /** What lets a page talk with the lab; no request carries it. */
  readonly key: string | null;
  /** An experiment, as the lab reads it. */
  readonly link: string | null;
}

export function readFragment(hash: string): Fragment {
  const packed = isExperimentLink(hash) ? packedIn(hash) : null;
  return {
    key: /^#([\w-]{43})(?:&|$)/.exec(hash)?.[1] ?? null,
    link: packed === null ? null : linkMarker + packed,
  };
}

const storage = 'loss-lab-token';
let linked: string | null = null;

/** Takes what stands in the address out of sight, out of bookmarks, out of the way back and out of pictures of the screen. */
function takeFragment(): void {
  const { key, link } = readFragment(location.hash);
  if (key !== null) sessionStorage.setItem(storage, key);
  if (link !== null) linked = link;
  if (key !== null || link !== null) history.replaceState(history.state, '', location.pathname);
}

/** The key of the lab, kept for a reload of this tab. */
export function labKey(): string {
  takeFragment();
  return sessionStorage.getItem(storage) ?? 'none';
}

/** Whether the address has brought an experiment along that is not opened yet. */
export const linkWaits = (): boolean => linked !== null;

/** The experiment that the address brought along, once; null where there is none. */
export function linkedExperiment(): string | null {
  takeFragment();
  const link = linked;
  linked = null;
  return link;
}
