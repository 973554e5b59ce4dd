import n from 'eslint-plugin-n';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

/** layer → what it must not import, with the reason the author sees. */
const walls = {
  'app/contract': [
    ['electron', 'node:*', 'react', 'react/*', '**/domain/**', '**/main/**', '**/renderer/**'],
    'The contract is data and schemas; both processes load it.',
  ],
  'app/domain': [
    [
      'electron',
      'node:*',
      'react',
      'react/*',
      'zustand',
      '**/main/**',
      '**/renderer/**',
      '**/preload/**',
    ],
    'Decoders are pure: bytes or text in, Result out.',
  ],
  'app/preload': [
    ['node:*', '**/main/**', '**/renderer/**', '**/domain/**'],
    'Preload only forwards the contract.',
  ],
  main: [
    ['electron', 'react', 'react/*', 'zustand', '**/renderer/**', '**/preload/**'],
    'Main has no view; only main/desktop knows Electron.',
  ],
  renderer: [
    ['electron', 'node:*', '**/main/**', '**/preload/**'],
    'The renderer reaches the machine only through window.workbench.',
  ],
  e2e: [['**/main/**', '**/renderer/**', '**/app/**'], 'e2e sees the product as a user does.'],
};

const spawnOnlyInProcess = {
  group: ['node:child_process', 'child_process'],
  message: 'Only main/process starts children: it ends the whole tree.',
};

const restrict = (patterns) => ({ 'no-restricted-imports': ['error', { patterns }] });
const tests = ['**/*.test.{ts,tsx}', '**/testing/**'];

export default tseslint.config(
  { ignores: ['dist/**', 'out/**', '.cache/**', 'node_modules/**', '**/*.d.ts'] },
  {
    files: ['**/*.{ts,tsx}'],
    extends: [tseslint.configs.base],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': [
        'error',
        { checksVoidReturn: { attributes: false } },
      ],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unnecessary-type-assertion': 'error',
      'no-console': 'error',
      'no-empty': ['error', { allowEmptyCatch: false }],
      eqeqeq: 'error',
      'prefer-const': 'error',
    },
  },
  {
    // AssemblyScript: what looks like an assertion converts.
    files: ['app/domain/exectrace/kernel/assembly/*.ts'],
    rules: { '@typescript-eslint/no-unnecessary-type-assertion': 'off' },
  },
  {
    files: ['**/*.{js,mjs,cjs}'],
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      'no-empty': ['error', { allowEmptyCatch: false }],
      'no-undef': 'error',
      'no-unused-vars': 'error',
      'prefer-const': 'error',
      eqeqeq: 'error',
    },
    languageOptions: {
      globals: {
        ...{ process: 'readonly', Buffer: 'readonly', URL: 'readonly', console: 'readonly' },
        ...{ setTimeout: 'readonly', clearTimeout: 'readonly' },
      },
    },
  },
  {
    // Runs inside Electron before any of our code.
    files: ['**/*.cjs'],
    languageOptions: { globals: { require: 'readonly', module: 'writable' } },
  },
  ...Object.entries(walls).map(([layer, [group, message]]) => ({
    files: [`${layer}/**/*.{ts,tsx}`],
    ignores: tests,
    rules: restrict([{ group, message }, ...(layer === 'main' ? [spawnOnlyInProcess] : [])]),
  })),
  {
    files: ['main/desktop/**/*.ts'],
    ignores: tests,
    rules: restrict([
      { group: ['react', '**/renderer/**', '**/preload/**'], message: walls.main[1] },
      spawnOnlyInProcess,
    ]),
  },
  {
    files: ['main/process/**/*.ts'],
    ignores: tests,
    rules: restrict([{ group: walls.main[0], message: walls.main[1] }]),
  },
  {
    // The oldest Electron we run on carries Node 16.17.
    files: ['main/**/*.ts'],
    ignores: tests,
    plugins: { n },
    rules: {
      'n/no-unsupported-features/node-builtins': [
        'error',
        // Marked experimental there, but the same since 16.17.
        { version: '>=16.17.0', ignores: ['util.parseArgs'] },
      ],
    },
  },
  {
    // A panel's own files lie side by side, so `../name/` is another panel.
    files: ['renderer/panels/*/*.{ts,tsx}'],
    ignores: tests,
    rules: restrict([
      { group: walls.renderer[0], message: walls.renderer[1] },
      {
        regex: '(^|/)panels/|^\\.\\./[a-z-]+(/|$)',
        message:
          'Panels never import panels: share through store, widgets or app/domain/correlate.',
      },
    ]),
  },
  {
    files: ['renderer/**/*.{ts,tsx}'],
    plugins: { 'react-hooks': reactHooks },
    rules: { 'react-hooks/rules-of-hooks': 'error', 'react-hooks/exhaustive-deps': 'error' },
  },
);
