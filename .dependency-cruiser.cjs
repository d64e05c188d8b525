/**
 * The one-way street, written so that a machine can say no. Each rule's sentence says why.
 * `npm run rules`, from the root of the repository. test/house/one-way-street.test.ts breaks every rule once.
 */
const C = '^companion/';
const tests = '([.]test|(^|[/-])test-[^/]*)[.]ts$';
const face = C + 'connectors/connector[.]ts$';
const domain = C + 'domain/';

/** A path rule that forbids; the severity is always the same, so that nothing is ever "only a warning". */
const forbid = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });
/** An npm client has one home, so that its types, errors and habits never leak. */
const home = (packages, folder) =>
  forbid(
    `${folder.replaceAll('/', '-')}-owns-its-packages`,
    `${packages} is used in companion/${folder} only: whoever wants what it does asks that folder.`,
    { path: C, pathNot: `${C}${folder}/` },
    { path: `node_modules/(${packages})/` },
  );

const everywhere = [
  forbid('no-cycles', 'Two files that need each other are one file that was torn.', {}, { circular: true }),
  forbid('no-orphans', 'A file nobody needs and that needs nobody is dead.', { orphan: true, pathNot: ['[.]d[.]ts$', tests, '^scripts/', '^test/lwc/'] }, {}),
  forbid('no-dead-imports', 'An import that can not be resolved would pass every path rule in silence.', {}, { couldNotResolve: true }),
  forbid('no-unlisted-packages', 'A package that package.json does not name is there by chance; @jest/globals is a part of jest.', {}, { dependencyTypes: ['npm-no-pkg', 'npm-unknown'], pathNot: 'node_modules/@jest/globals/' }),
  forbid('no-development-packages', 'The deployed companion is installed without development dependencies.', { path: C, pathNot: tests }, { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only', 'npm'] }),
  forbid('nobody-imports-main', 'main joins everything, so whoever imports it knows everything.', {}, { path: C + 'main[.]ts$' }),
  forbid('production-without-tests', 'What is deployed stands without its tests, the sandbox and the scripts.', { path: C }, { path: '^(test|sandbox|scripts)/' }),
  forbid('test-support-stays-with-tests', 'A test file, or a helper named test-…, is never part of production.', { path: '^(companion|sandbox|scripts)/', pathNot: tests }, { path: tests }),
  forbid('unit-tests-open-no-socket', 'A test beside its file is pure; everything over sockets or processes lives in test/.', { path: '^(companion|sandbox|scripts)/.*[.]test[.]ts$' }, { path: ['^(node:)?(http|https|http2|net|tls|dgram|child_process)($|/)', '^sandbox/kit/serve[.]ts$'] }),
];

const insideTheCompanion = [
  forbid('domain-is-the-floor', 'The vocabulary knows nobody: not even a package.', { path: domain, pathNot: tests }, { pathNot: domain }),
  forbid('face-knows-only-words', 'What every connector must look like is said in our own words; zod is there for the type of a settings schema.', { path: face }, { pathNot: [domain, 'node_modules/zod/'] }),
  forbid('connectors-are-strangers', 'A connector knows its own folder, the face and the words, so that a new provider is one new folder.', { path: C + 'connectors/([^/]+)/' }, { path: '^(companion|sandbox|test|scripts|force-app)/', pathNot: [C + 'connectors/$1/', face, domain] }),
  forbid('flows-name-no-one', 'A flow speaks to roles, never to a named system, a package or another flow.', { path: C + 'flows/', pathNot: [C + 'flows/index[.]ts$', tests] }, { pathNot: [domain, C + 'engine/flow[.]ts$'] }),
  forbid('the-list-of-flows-names-flows', 'flows/index.ts is a list, not a place to join things.', { path: C + 'flows/index[.]ts$' }, { pathNot: [C + 'flows/', domain, C + 'engine/flow[.]ts$'] }),
  forbid('engine-knows-no-flow', 'The engine runs whatever flows it is given and meets systems through faces only.', { path: C + 'engine/' }, { path: C, pathNot: [C + 'engine/', domain, C + 'store/', face] }),
  forbid('engine-is-handed-its-store', 'The engine knows the shapes of the store (import type) and the pure row words of ledger-rows.ts; nothing it imports opens a database.', { path: C + 'engine/', pathNot: tests }, { path: C + 'store/', pathNot: C + 'store/ledger-rows[.]ts$', dependencyTypesNot: ['type-only'] }),
  forbid('a-rehearsal-reaches-no-sender', 'Whatever a rehearsal calls, and whatever that calls: the files that reserve, send and carry out wishes are not among it.', { path: C + 'engine/(rehearse|rehearsed-lanes|arrivals)[.]ts$' }, { path: C + 'engine/(once|reserve|carry-out|outcome)[.]ts$', reachable: true }),
  forbid('ledger-rows-stay-pure', 'The engine may import ledger-rows.ts because it holds shapes and pure words, and drags in nothing.', { path: C + 'store/ledger-rows[.]ts$' }, { pathNot: domain }),
  forbid('intake-only-keeps', 'The door verifies, keeps and answers; it never calls a flow or the engine.', { path: C + 'intake/' }, { path: C, pathNot: [C + 'intake/', domain, C + 'store/', face] }),
  forbid('intake-is-handed-its-store', 'The door writes to the inbox it was given; it opens no database of its own.', { path: C + 'intake/', pathNot: tests }, { path: C + 'store/', dependencyTypesNot: ['type-only'] }),
  forbid('store-serves-everyone', 'The store knows rows and words; who fills them is not its business.', { path: C + 'store/' }, { path: C, pathNot: [C + 'store/', domain, face] }),
  forbid('store-meets-no-connector', 'The store takes the shapes of Tools and RawRequest from the face, as types, and nothing that runs.', { path: C + 'store/', pathNot: tests }, { path: C + 'connectors/', dependencyTypesNot: ['type-only'] }),
  home('jsforce|@salesforce|@grpc|avro-js|csv-parse', 'connectors/salesforce'),
  home('stripe', 'connectors/stripe'),
  home('express', 'intake'),
  home('pg|pg-boss|@electric-sql', 'store'),
  forbid(
    'no-reaching-for-the-world',
    'Files, sockets, processes and timers belong to the outermost files, store and intake. Two connector files read a file once, at start: the private key a person left on disk, and the interface definition beside the code.',
    { path: C + '(domain|flows|engine|connectors)/', pathNot: [tests, C + 'connectors/salesforce/(private-key|event-streams)[.]ts$'] },
    { dependencyTypes: ['core'], path: '^(node:)?(fs|http|https|http2|net|tls|dgram|dns|child_process|worker_threads|cluster|timers)($|/)' },
  ),
  forbid('key-files-open-no-socket', 'The two connector files that may read a file may do nothing else outside.', { path: C + 'connectors/salesforce/(private-key|event-streams)[.]ts$' }, { dependencyTypes: ['core'], path: '^(node:)?(http|https|http2|net|tls|dgram|dns|child_process|worker_threads|cluster|timers)($|/)' }),
];

const insideTheSandbox = [
  forbid('sandbox-shares-nothing', 'A stand-in that shares code with what it tests agrees with its mistakes.', { path: '^sandbox/' }, { path: '^(companion|test|scripts|force-app)/' }),
  forbid('stand-ins-are-strangers', 'Services in the world do not know each other; their stand-ins share the kit only.', { path: '^sandbox/([^/]+)/' }, { path: '^sandbox/[^/]+/', pathNot: '^sandbox/($1|kit)/' }),
  forbid('stand-ins-use-no-client', 'A stand-in built from the client library that will call it proves nothing.', { path: '^sandbox/', pathNot: tests }, { path: 'node_modules/(jsforce|stripe|salesforce-pubsub-api-client|@salesforce)/' }),
  forbid('sockets-live-in-the-kit', 'A stand-in has doors; only the kit opens a port for them.', { path: '^sandbox/', pathNot: '^sandbox/kit/serve[.]ts$' }, { dependencyTypes: ['core'], path: '^(node:)?(http|https|http2|net|tls|dgram|child_process|timers)($|/)' }),
  forbid('scripts-without-tests', 'A script is run by a person where tests may be absent.', { path: '^scripts/', pathNot: tests }, { path: '^test/' }),
];

module.exports = {
  forbidden: [...everywhere, ...insideTheCompanion, ...insideTheSandbox],
  options: {
    // Types count as dependencies: a type that leaks ties two folders together as well as a function does.
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: ['^dist/', '^data/'] },
    enhancedResolveOptions: { extensions: ['.ts', '.js'], exportsFields: ['exports'], conditionNames: ['import', 'require', 'node', 'default', 'types'] },
  },
};
