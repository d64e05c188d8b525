/** What the small town of one-way-street.test.ts has installed. */
export const packages = {
  dependencies: ['zod', 'jsforce', 'stripe', 'express', 'pg-boss'],
  devDependencies: ['esbuild'],
  unlisted: ['left-pad'],
};

const answer = 'export const answer = 42;\n';
const imports = (what: string, more = ''): string => `import { answer } from '${what}';\n${more}export const other = answer;\n`;
const importsType = (...from: readonly string[]): string => `${from.map((what, at) => `import type { answer as a${at} } from '${what}';`).join('\n')}\nexport type Shape = typeof a0;\n`;
const loads = (...what: readonly string[]): string => `${what.map((from) => `import '${from}';`).join('\n')}\nexport const loaded = true;\n`;

/** Imports that the house wants: none of these files may be stopped. */
export const allowed: Readonly<Record<string, string>> = {
  'companion/domain/money.ts': answer,
  'companion/domain/problem.ts': imports('./money.ts'),
  'companion/connectors/connector.ts': `import type { z } from 'zod';\n${importsType('../domain/money.ts')}export type Settings = z;\n${answer}`,
  'companion/connectors/acme/index.ts': loads('./client.ts', '../connector.ts', '../../domain/money.ts', 'zod', 'node:crypto'),
  'companion/connectors/acme/client.ts': answer,
  'companion/connectors/acme/test-account.ts': answer,
  'companion/connectors/acme/index.test.ts': loads('./test-account.ts', './index.ts'),
  'companion/connectors/salesforce/index.ts': loads('jsforce', './private-key.ts'),
  'companion/connectors/salesforce/private-key.ts': loads('node:fs'),
  'companion/connectors/stripe/index.ts': loads('stripe'),
  'companion/store/database.ts': loads('pg-boss', 'node:fs') + answer,
  'companion/store/ledger-rows.ts': importsType('../domain/money.ts') + answer,
  'companion/store/inbox.ts': importsType('./database.ts', '../connectors/connector.ts') + answer,
  'companion/engine/flow.ts': importsType('../connectors/connector.ts', '../store/inbox.ts') + answer,
  'companion/engine/once.ts': `import type { answer as shape } from '../store/database.ts';\nexport type Shape = typeof shape;\n${imports('../store/ledger-rows.ts')}`,
  'companion/flows/index.ts': loads('./pay.ts'),
  'companion/flows/pay.ts': loads('../engine/flow.ts', '../domain/money.ts'),
  'companion/intake/http.ts': `import 'express';\n${importsType('../store/inbox.ts', '../connectors/connector.ts')}`,
  'companion/main.ts': loads('./flows/index.ts', './engine/once.ts', './intake/http.ts', './store/inbox.ts', 'node:http'),
  'sandbox/kit/serve.ts': loads('node:http') + answer,
  'sandbox/acme/index.ts': loads('../kit/serve.ts'),
  'scripts/start.ts': loads('../sandbox/kit/serve.ts', '../companion/store/database.ts', 'node:child_process'),
  'test/acme.test.ts': loads('../sandbox/acme/index.ts', '../companion/connectors/acme/index.ts', 'node:http'),
};

/** One file per wrong turn, and the rule that stops it. */
export const crossings: readonly { readonly rule: string; readonly file: string; readonly text: string }[] = [
  { rule: 'no-cycles', file: 'companion/engine/circle.ts', text: importsType('./circle.ts') + answer },
  { rule: 'no-orphans', file: 'companion/engine/nobody-asks.ts', text: answer },
  { rule: 'no-dead-imports', file: 'companion/engine/dead.ts', text: loads('./gone.ts') },
  { rule: 'no-unlisted-packages', file: 'sandbox/acme/unlisted.ts', text: loads('left-pad') },
  { rule: 'no-development-packages', file: 'companion/store/development.ts', text: loads('esbuild') },
  { rule: 'nobody-imports-main', file: 'scripts/main-again.ts', text: loads('../companion/main.ts') },
  { rule: 'production-without-tests', file: 'companion/config.ts', text: loads('../sandbox/kit/serve.ts') },
  { rule: 'test-support-stays-with-tests', file: 'companion/connectors/acme/uses-support.ts', text: imports('./test-account.ts') },
  { rule: 'unit-tests-open-no-socket', file: 'companion/connectors/acme/client.test.ts', text: loads('node:http', './test-account.ts') },
  { rule: 'unit-tests-open-no-socket', file: 'sandbox/acme/doors.test.ts', text: loads('../kit/serve.ts') },
  { rule: 'domain-is-the-floor', file: 'companion/domain/climbs.ts', text: loads('../engine/flow.ts') },
  { rule: 'domain-is-the-floor', file: 'companion/domain/packs.ts', text: loads('zod') },
  { rule: 'face-knows-only-words', file: 'companion/connectors/connector.ts', text: importsType('../engine/once.ts') + answer },
  { rule: 'connectors-are-strangers', file: 'companion/connectors/acme/neighbour.ts', text: importsType('../stripe/index.ts') },
  { rule: 'connectors-are-strangers', file: 'companion/connectors/acme/stores.ts', text: importsType('../../store/inbox.ts') },
  { rule: 'flows-name-no-one', file: 'companion/flows/names.ts', text: loads('../connectors/acme/client.ts') },
  { rule: 'flows-name-no-one', file: 'companion/flows/copies.ts', text: loads('./pay.ts') },
  { rule: 'flows-name-no-one', file: 'companion/flows/packs.ts', text: loads('zod') },
  { rule: 'flows-name-no-one', file: 'companion/flows/digs.ts', text: loads('../engine/once.ts') },
  { rule: 'the-list-of-flows-names-flows', file: 'companion/flows/index.ts', text: loads('../store/database.ts') },
  { rule: 'engine-knows-no-flow', file: 'companion/engine/chooses.ts', text: loads('../flows/pay.ts') },
  { rule: 'engine-knows-no-flow', file: 'companion/engine/asks-a-connector.ts', text: importsType('../connectors/acme/client.ts') },
  { rule: 'engine-is-handed-its-store', file: 'companion/engine/opens.ts', text: `import type { answer as shape } from '../store/database.ts';\nexport type Shape = typeof shape;\n${imports('../store/database.ts')}` },
  { rule: 'ledger-rows-stay-pure', file: 'companion/store/ledger-rows.ts', text: importsType('./database.ts') + answer },
  { rule: 'intake-only-keeps', file: 'companion/intake/runs.ts', text: loads('../engine/once.ts') },
  { rule: 'intake-only-keeps', file: 'companion/intake/flows.ts', text: importsType('../flows/pay.ts') },
  { rule: 'intake-is-handed-its-store', file: 'companion/intake/opens.ts', text: loads('../store/database.ts') },
  { rule: 'store-serves-everyone', file: 'companion/store/steers.ts', text: importsType('../engine/once.ts') },
  { rule: 'store-meets-no-connector', file: 'companion/store/calls.ts', text: imports('../connectors/connector.ts') },
  { rule: 'connectors-salesforce-owns-its-packages', file: 'companion/connectors/acme/borrows.ts', text: loads('jsforce') },
  { rule: 'connectors-stripe-owns-its-packages', file: 'companion/engine/charges.ts', text: importsType('stripe') },
  { rule: 'intake-owns-its-packages', file: 'companion/engine/listens.ts', text: loads('express') },
  { rule: 'store-owns-its-packages', file: 'companion/engine/queues.ts', text: loads('pg-boss') },
  { rule: 'no-reaching-for-the-world', file: 'companion/engine/reads.ts', text: loads('node:fs') },
  { rule: 'no-reaching-for-the-world', file: 'companion/connectors/acme/waits.ts', text: loads('timers/promises') },
  { rule: 'key-files-open-no-socket', file: 'companion/connectors/salesforce/event-streams.ts', text: loads('node:net') },
  { rule: 'sandbox-shares-nothing', file: 'sandbox/acme/shares.ts', text: importsType('../../companion/domain/money.ts') },
  { rule: 'stand-ins-are-strangers', file: 'sandbox/other/neighbour.ts', text: loads('../acme/index.ts') },
  { rule: 'stand-ins-are-strangers', file: 'sandbox/kit/knows.ts', text: loads('../acme/index.ts') },
  { rule: 'stand-ins-use-no-client', file: 'sandbox/acme/borrows.ts', text: loads('jsforce') },
  { rule: 'sockets-live-in-the-kit', file: 'sandbox/acme/listens.ts', text: loads('node:net') },
  { rule: 'scripts-without-tests', file: 'scripts/borrows.ts', text: loads('../test/acme.test.ts') },
];
