#!/usr/bin/env node
import { existsSync } from 'node:fs';

// In a checkout the program is built from its sources when they have changed; installed, it is built already.
const near = (path) => new URL(path, import.meta.url);
const canBuild =
  existsSync(near('../electron.vite.config.ts')) && existsSync(near('../node_modules/electron-vite'));

try {
  if (canBuild) await (await import('../scripts/build.js')).ensureBuilt();
} catch (error) {
  process.stderr.write(`loss-lab: ${error.message}\n`);
  process.exit(1);
}
await import('../out/main/cli.js');
