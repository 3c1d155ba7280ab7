import js from '@eslint/js'
import prettier from 'eslint-config-prettier'
import boundaries from 'eslint-plugin-boundaries'
import vue from 'eslint-plugin-vue'
import { defineConfig } from 'eslint/config'
import tseslint from 'typescript-eslint'

/** Each room and what it may import: `values` in full, `types` by `import type` only. */
const ROOMS = {
  shared: { folder: 'src/shared', values: [], types: [] },
  'core-data': { folder: 'src/workers/core/data', values: ['core', 'shared'], types: [] },
  core: { folder: 'src/workers/core', values: ['core-data', 'shared'], types: [] },
  workers: { folder: 'src/workers', values: ['core', 'core-data', 'shared'], types: [] },
  engine: { folder: 'src/engine', values: ['core-data', 'shared'], types: ['workers', 'core'] },
  main: { folder: 'src/main', values: ['engine', 'shared'], types: [] },
  cli: { folder: 'src/cli', values: ['engine', 'shared'], types: [] },
  preload: { folder: 'src/preload', values: ['shared'], types: [] },
  renderer: { folder: 'src/renderer', values: ['shared'], types: [] },
}

/** The files that may read a clock; everywhere else time is an argument. */
const CLOCKS = ['src/engine/clock.ts', 'src/workers/worker-clock.ts', 'src/renderer/composables/use-now.ts']

/** Their last bit differs between systems and versions of V8: in the core they are computed by its own code. */
const INEXACT_FUNCTIONS = [
  ...['exp', 'expm1', 'log', 'log1p', 'log2', 'log10', 'pow', 'cbrt', 'hypot'],
  ...['sin', 'cos', 'tan', 'asin', 'acos', 'atan', 'atan2'],
  ...['sinh', 'cosh', 'tanh', 'asinh', 'acosh', 'atanh'],
]

const hiddenInputs = [
  { object: 'Math', property: 'random', message: 'Draws come from the counter-based generator (rule 6).' },
  { object: 'Date', property: 'now', message: 'Time is an argument; only a clock file reads it (rule 6).' },
  {
    object: 'performance',
    property: 'now',
    message: 'Time is an argument; only a clock file reads it (rule 6).',
  },
  {
    object: 'process',
    property: 'hrtime',
    message: 'Time is an argument; only a clock file reads it (rule 6).',
  },
]

const namedExports = {
  selector: 'ExportDefaultDeclaration',
  message: 'Named exports only (rule 2).',
}

const hiddenDates = [
  {
    selector: "NewExpression[callee.name='Date'][arguments.length=0]",
    message: 'Time is an argument; only a clock file reads it (rule 6).',
  },
  {
    selector: "CallExpression[callee.name='Date']",
    message: 'Time is an argument; only a clock file reads it (rule 6).',
  },
]

const inexactPower = {
  selector: ":matches(BinaryExpression[operator='**'], AssignmentExpression[operator='**='])",
  message: 'The power operator is inexact: multiply, or use the functions of the core.',
}

const aliasedMath = {
  selector: ":not(MemberExpression) > Identifier[name='Math']",
  message: 'Math is used as Math.name only, so that the inexact functions are seen.',
}

/** Relative inside a room, by alias between rooms, never with an extension. */
function importPaths(room) {
  const own = room.startsWith('core') ? ['@core'] : [`@${room}`]
  return [
    {
      regex: String.raw`^(\.{1,2}|@(shared|core|workers|engine))/.*\.(m|c)?(ts|js)$`,
      message: 'Imports are written without an extension.',
    },
    {
      regex: String.raw`^(\.\./)+(shared|workers|engine|main|preload|cli)/`,
      message: 'Another room is imported by its alias: @shared/, @core/, @workers/, @engine/.',
    },
    ...(room === 'workers'
      ? [{ regex: String.raw`^(\.\.?/)+core/`, message: 'The core is imported as @core/.' }]
      : []),
    { regex: `^(${own.join('|')})/`, message: 'Inside a room imports are relative.' },
  ]
}

const ipcMainElsewhere = {
  name: 'electron',
  importNames: ['ipcMain'],
  message: 'Only src/main/ipc/router.ts touches ipcMain: it checks sender and payload.',
}

/** @param {keyof typeof ROOMS} room */
function roomConfig(room) {
  return {
    files: [`${ROOMS[room].folder}/**/*.{ts,vue}`],
    ...(room === 'workers' ? { ignores: ['src/workers/core/**'] } : {}),
    rules: {
      'no-restricted-imports': [
        'error',
        { patterns: importPaths(room), paths: room === 'main' ? [ipcMainElsewhere] : [] },
      ],
    },
  }
}

const roomPolicies = Object.entries(ROOMS).flatMap(([room, { values, types }]) => [
  ...[room, ...values].map((target) => ({
    from: { element: { type: room } },
    allow: { to: { element: { type: target } } },
  })),
  ...types.map((target) => ({
    from: { element: { type: room } },
    allow: { to: { element: { type: target } }, dependency: { kind: 'type' } },
  })),
])

export default defineConfig(
  {
    ignores: [
      'node_modules/',
      'out/',
      '.tsbuild/',
      'coverage/',
      'test-results/',
      'src/renderer/components.d.ts',
      'src/workers/core/kernels/simd/assembly/',
      'tests/**/fixtures/',
    ],
  },
  { linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: 'error' } },
  js.configs.recommended,
  tseslint.configs.strictTypeChecked,
  tseslint.configs.stylisticTypeChecked,
  vue.configs['flat/recommended'],
  {
    files: ['**/*.{ts,vue,mjs,js}'],
    languageOptions: {
      parserOptions: {
        projectService: true,
        tsconfigRootDir: import.meta.dirname,
        extraFileExtensions: ['.vue'],
      },
    },
    rules: {
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-empty-pattern': ['error', { allowObjectPatternsAsParameters: true }],
      'no-eval': 'error',
      'no-implied-eval': 'error',
      'no-new-func': 'error',
      'object-shorthand': 'error',
      'prefer-template': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-import-type-side-effects': 'error',
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-unnecessary-condition': [
        'error',
        { allowConstantLoopConditions: 'only-allowed-literals' },
      ],
      '@typescript-eslint/prefer-for-of': 'off',
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/consistent-type-definitions': 'off',
      '@typescript-eslint/consistent-indexed-object-style': 'off',
      // The compiler's noPropertyAccessFromIndexSignature is off; both spellings of an index are fine.
      '@typescript-eslint/dot-notation': 'off',
    },
  },
  {
    files: ['**/*.vue'],
    languageOptions: { parserOptions: { parser: tseslint.parser } },
    // The compiler knows the names of the page.
    rules: { 'no-undef': 'off' },
  },
  {
    files: ['src/**/*.{ts,vue}'],
    plugins: { boundaries },
    settings: {
      'import/resolver': { typescript: { project: 'tsconfig.base.json', noWarnOnMultipleProjects: true } },
      // In the table's order: the inner folder stands before the room that holds it.
      'boundaries/elements': Object.entries(ROOMS).map(([room, { folder }]) => ({
        type: room,
        pattern: folder,
      })),
    },
    rules: {
      'boundaries/dependencies': ['error', { default: 'disallow', policies: roomPolicies }],
      'no-console': 'error',
      '@typescript-eslint/consistent-type-assertions': ['error', { assertionStyle: 'never' }],
      'no-restricted-properties': ['error', ...hiddenInputs],
      'no-restricted-syntax': ['error', namedExports, ...hiddenDates],
    },
  },
  ...Object.keys(ROOMS).map(roomConfig),
  {
    files: ['src/workers/core/**/*.ts'],
    rules: {
      // Published constants keep all the digits of their source.
      'no-loss-of-precision': 'off',
      'no-restricted-properties': [
        'error',
        ...hiddenInputs,
        ...INEXACT_FUNCTIONS.map((property) => ({
          object: 'Math',
          property,
          message: 'Its last bit is not the same everywhere: use the function of the core.',
        })),
      ],
      'no-restricted-syntax': ['error', namedExports, ...hiddenDates, inexactPower, aliasedMath],
    },
  },
  {
    files: CLOCKS,
    rules: {
      'no-restricted-properties': ['error', hiddenInputs[0]],
      'no-restricted-syntax': ['error', namedExports],
    },
  },
  {
    // Piscina wants a default export; the .d.ts describe files that have one.
    files: [
      'src/workers/trial-worker.ts',
      'src/renderer/vue-files.d.ts',
      'src/workers/core/kernels/simd/wasm-files.d.ts',
    ],
    rules: { 'no-restricted-syntax': ['error', ...hiddenDates] },
  },
  {
    files: ['src/main/ipc/router.ts'],
    rules: { 'no-restricted-imports': ['error', { patterns: importPaths('main') }] },
  },
  {
    files: ['src/renderer/**/*.vue'],
    rules: {
      'no-restricted-syntax': ['error', ...hiddenDates],
      'vue/no-v-html': 'error',
      'vue/multi-word-component-names': 'off',
      'vue/block-lang': ['error', { script: { lang: 'ts' } }],
      'vue/component-api-style': ['error', ['script-setup']],
      'vue/define-props-declaration': ['error', 'type-based'],
      'vue/define-emits-declaration': ['error', 'type-based'],
      'vue/component-name-in-template-casing': ['error', 'PascalCase', { registeredComponentsOnly: false }],
      'vue/no-unused-refs': 'error',
      'vue/no-template-target-blank': 'error',
      'vue/require-default-prop': 'off',
    },
  },
  {
    // A test may assert what it has set up itself.
    files: ['tests/**/*.ts'],
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unnecessary-condition': 'off',
    },
  },
  {
    // The window's tests try what the page must refuse.
    files: ['tests/e2e/**/*.ts'],
    rules: {
      'no-eval': 'off',
      'no-new-func': 'off',
      'no-implied-eval': 'off',
      '@typescript-eslint/no-implied-eval': 'off',
    },
  },
  {
    files: ['scripts/**/*.{mjs,cjs}', '*.config.{js,ts,cjs}'],
    languageOptions: {
      globals: {
        ...{
          process: 'readonly',
          console: 'readonly',
          Buffer: 'readonly',
          performance: 'readonly',
          URL: 'readonly',
        },
        ...{
          setTimeout: 'readonly',
          clearTimeout: 'readonly',
          setInterval: 'readonly',
          clearInterval: 'readonly',
        },
      },
    },
  },
  {
    // Untyped: the plugins' own types do not fit each other, and .cjs files belong to no project.
    files: ['**/*.cjs', '*.config.js'],
    extends: [tseslint.configs.disableTypeChecked],
  },
  {
    files: ['**/*.cjs'],
    languageOptions: {
      sourceType: 'commonjs',
      globals: { require: 'readonly', module: 'writable', process: 'readonly', __dirname: 'readonly' },
    },
    rules: { '@typescript-eslint/no-require-imports': 'off' },
  },
  prettier,
)
