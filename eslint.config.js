import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import { fileURLToPath } from 'node:url';
import ts from 'typescript-eslint';

export default ts.config(
  // The kernels are AssemblyScript: decorators on functions are no TypeScript; its compiler checks them.
  { ignores: ['out/', 'dist/', 'node_modules/', 'test/fixtures/', 'core/network/fast/kernels/*.ts'] },
  js.configs.recommended,
  ...ts.configs.recommended,
  ...svelte.configs.recommended,
  {
    languageOptions: { globals: { ...globals.node, ...globals.browser } },
    rules: {
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      'no-undef': 'off',
    },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: ts.parser } },
    // Names, texts and samples come from outside: they are shown as text nodes, never as markup.
    rules: { 'svelte/no-at-html-tags': 'error' },
  },
  {
    // Rules that know the types, where they find what the compiler does not. Not of Svelte files, for which svelte-check
    // knows the types: tried there with `projectService`, they took 61 s of processor time for 116 s of all the rest, and
    // refused marks and promises that svelte-check asks for (`bind:this`, fields of state classes).
    files: ['{core,electron,renderer,test}/**/*.ts'],
    ignores: ['**/*.svelte.ts', '**/*.d.ts'],
    languageOptions: {
      parserOptions: {
        project: ['core', 'core/node', 'electron', 'renderer', 'test', 'test/stand-in'].map(
          (folder) => `${folder}/tsconfig.json`,
        ),
        tsconfigRootDir: fileURLToPath(new URL('.', import.meta.url)),
      },
    },
    rules: {
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      // A mark that changes no type says nothing: where it stands, something may be missing.
      '@typescript-eslint/no-unnecessary-type-assertion': 'error',
    },
  },
  {
    files: ['core/**/*.ts'],
    // A run is a function of its spec: seeded generators and clocks are passed in.
    rules: {
      'no-restricted-properties': [
        'error',
        { object: 'Math', property: 'random', message: 'Pass a seeded generator in.' },
      ],
    },
  },
);
