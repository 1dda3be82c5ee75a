import { LabError } from '../errors.ts';
import type { PluginDefinition } from './layer-definition.ts';
import type { OutputLayer } from './output-layer.ts';

/**
 * Plug-ins of this thread by the SHA-256 of their source. Code cannot be made of data: whoever may load it makes it known
 * here.
 */
const loaded = new Map<string, () => OutputLayer>();

/**
 * Makes a plug-in that was loaded into this thread known to whoever resolves layers here.
 * @param next its layer; asked at each resolution, so that every run may get an instance of its own
 */
export function setLoadedPlugin(sha256: string, next: () => OutputLayer): void {
  loaded.set(sha256, next);
}

/** The layer of a plug-in. @throws LabError `untrusted-plugin` where it was not loaded into this thread */
export function loadedPlugin({ file, sha256 }: PluginDefinition): OutputLayer {
  const next = loaded.get(sha256);
  if (next) return next();
  throw new LabError(
    'untrusted-plugin',
    `The plug-in '${file}' is not loaded here; it runs only in threads of its own, once it is trusted.`,
    'Ask the lab to train or probe it.',
  );
}
