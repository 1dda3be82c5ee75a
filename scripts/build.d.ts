export class BuildError extends Error {}
export function ensureBuilt(options?: {
  quiet?: boolean;
  verbose?: boolean;
  force?: boolean;
}): Promise<boolean>;
