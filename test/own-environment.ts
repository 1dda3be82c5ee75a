import { afterAll } from 'vitest';

// Files share a process and its modules: what one of them changes of the environment ends with it.
const before = { ...process.env };

afterAll(() => {
  for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name];
  Object.assign(process.env, before);
});
