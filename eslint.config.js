import tseslint from 'typescript-eslint';

/** The rooms of src, upper first: a room imports only rooms above it. Peers on one line never import each other. */
const ROOMS = [
  ['storage'],
  ['jobs'],
  ['chat'],
  ['delivery'],
  ['directory'],
  ['tickets'],
  ['assignment', 'relay', 'knowledge', 'classification'],
  ['analytics'],
  ['digests'],
  ['desk'],
  ['http', 'doctor'],
];

/** What an adapter may import of src: the neutral words and the ports, never a room's doings. */
const ADAPTERS_MAY_IMPORT = ['chat', 'errors', 'log', 'clock'];

const noImports = (message, ...regexes) => ({
  'no-restricted-imports': ['error', { patterns: regexes.map((regex) => ({ regex, message })) }],
});

const SDKS = '^(@slack/|botbuilder|botframework|meilisearch|minisearch|openai|ws$)';

const roomRules = ROOMS.flatMap((peers, floor) =>
  peers.map((room) => {
    const below = ROOMS.slice(floor + 1).flat();
    const forbidden = [...below, ...peers.filter((peer) => peer !== room)];
    return {
      files: [`src/${room}/**/*.ts`],
      rules: noImports(
        `src/${room} imports only the rooms above it, and no adapter or outside SDK (DESIGN: the house).`,
        `^(\\.\\./)+(${[...forbidden, 'app', 'join-rooms', 'main', 'schemas'].join('|')})(/|\\.)`,
        '^(\\.\\./)+(adapters|test|migrations)/',
        SDKS,
      ),
    };
  }),
);

export default tseslint.config(
  { ignores: ['dist/', 'data/', 'coverage/'] },
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true }],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      'no-restricted-syntax': ['error', { selector: 'ExportDefaultDeclaration', message: 'Export by name.' }],
    },
  },
  ...roomRules,
  {
    files: ['src/*.ts', 'src/config/*.ts'],
    ignores: ['src/main.ts'],
    rules: noImports('Only src/main.ts imports adapters.', '^\\.\\./adapters/', SDKS),
  },
  {
    files: ['adapters/**/*.ts', 'adapters/**/*.tsx'],
    rules: noImports(
      'An adapter imports src/chat, the port it implements, src/errors, src/log and src/clock: nothing else of src.',
      `^(\\.\\./)+src/(?!(${ADAPTERS_MAY_IMPORT.join('|')})[/.])`,
    ),
  },
  {
    files: ['test/**/*.ts'],
    rules: { '@typescript-eslint/no-non-null-assertion': 'off' },
  },
);
