// Walls between the rooms as seen in the import graph; the table stands in CONTRIBUTING.md.

/** The packages and Node modules that a room may use; everything else from outside is refused. */
const OUTSIDE = {
  shared: { folder: '^src/shared/', packages: ['zod', 'yaml'], node: null },
  core: { folder: '^src/workers/core/', packages: [], node: null },
  workers: {
    folder: '^src/workers/(?!core/)',
    packages: [],
    node: ['worker_threads', 'fs', 'crypto', 'v8'],
  },
  engine: {
    folder: '^src/engine/',
    packages: ['libsql', 'piscina', 'fflate', 'papaparse', '@types/papaparse', 'entities', 'ts-fsrs', 'zod'],
    node: 'any',
  },
  main: { folder: '^src/main/', packages: ['electron', 'zod'], node: 'any' },
  preload: { folder: '^src/preload/', packages: ['electron'], node: null },
  cli: { folder: '^src/cli/', packages: [], node: 'any' },
  renderer: {
    folder: '^src/renderer/',
    packages: [
      ...['vue', '@vue/[^/]+', 'vue-router', 'pinia', '@vueuse/core', '@nuxt/ui', 'tailwindcss'],
      ...['zod', 'papaparse', '@types/papaparse', 'katex'],
      ...['echarts', 'vue-echarts', '@fontsource[^/]*/[^/]+', '@iconify-json/lucide'],
    ],
    node: null,
  },
}

function packageRule(room, { folder, packages }) {
  const allowed = packages.map((name) => `node_modules/${name}/`)
  return {
    name: `${room}-packages`,
    comment: `src room "${room}" uses only: ${packages.join(', ') || 'nothing from outside'}.`,
    severity: 'error',
    from: { path: folder },
    to: {
      dependencyTypes: [
        ...['npm', 'npm-dev', 'npm-optional', 'npm-peer', 'npm-bundled', 'npm-no-pkg', 'npm-unknown'],
      ],
      pathNot: allowed,
    },
  }
}

function nodeRule(room, { folder, node }) {
  const to = { dependencyTypes: ['core'] }
  if (node !== null) to.pathNot = `^(node:)?(${node.join('|')})(/|$)`
  return {
    name: `${room}-node`,
    comment: `src room "${room}" uses these Node modules only: ${node?.join(', ') ?? 'none'}.`,
    severity: 'error',
    from: { path: folder },
    to,
  }
}

/** The rooms of house.md: from each folder, the folders that may be imported. */
const ROOMS = {
  shared: { from: '^src/shared/', to: '^src/shared/' },
  core: { from: '^src/workers/core/', to: '^src/(workers/core|shared)/' },
  workers: { from: '^src/workers/(?!core/)', to: '^src/(workers|shared)/' },
  engine: { from: '^src/engine/', to: '^src/(engine|workers|shared)/' },
  main: { from: '^src/main/', to: '^src/(main|engine|shared)/' },
  preload: { from: '^src/preload/', to: '^src/(preload|shared)/' },
  cli: { from: '^src/cli/', to: '^src/(cli|engine|shared)/' },
  renderer: { from: '^src/renderer/', to: '^src/(renderer|shared)/' },
}

const rooms = Object.entries(OUTSIDE)

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'A cycle has no order to be read in. Types count too.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'resolvable',
      comment: 'The import leads nowhere.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: ['^@nuxt/ui', '^#build/', '\\.css$'] },
    },
    {
      name: 'electron-only-in-main-and-preload',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(main|preload)/' },
      to: { path: ['node_modules/electron/', '^electron$'] },
    },
    {
      name: 'libsql-only-in-database',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/engine/store/database\\.ts$' },
      to: { path: ['node_modules/libsql/', 'node_modules/@libsql/', '^libsql$'] },
    },
    {
      name: 'engine-takes-types-of-the-workers',
      comment: 'The engine knows the types of the workers, whose code runs in the pool; core/data it shares.',
      severity: 'error',
      from: { path: '^src/engine/' },
      to: {
        path: '^src/workers/',
        pathNot: '^src/workers/core/data/',
        dependencyTypesNot: ['type-only'],
      },
    },
    ...Object.entries(ROOMS).map(([room, { from, to }]) => ({
      name: `${room}-rooms`,
      severity: 'error',
      from: { path: from },
      to: { path: '^src/', pathNot: to },
    })),
    ...rooms.map(([room, limits]) => packageRule(room, limits)),
    ...rooms.filter(([, limits]) => limits.node !== 'any').map(([room, limits]) => nodeRule(room, limits)),
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: ['^src/.*\\.d\\.ts$', 'kernels/simd/assembly/'] },
    moduleSystems: ['es6', 'cjs'],
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default'],
      extensions: ['.ts', '.mjs', '.js', '.cjs', '.vue', '.json', '.d.ts'],
    },
  },
}
