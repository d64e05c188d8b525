import type { Claim, Standing, PayoutBooks, Payouts } from '../connectors/connector.ts';
import { Problem } from '../domain/problem.ts';
import { openStates } from '../domain/payout-states.ts';
import type { Installation } from '../store/installation.ts';
import { isRemembered, laneKey, type AttemptRow } from '../store/ledger-rows.ts';
import type { Office } from './office.ts';
import { beginFirstLoad, resumeFirstLoad } from './first-load.ts';
import { importClaims, importEnded, standing } from './import-claims.ts';
import { doubt } from './reserve.ts';
import { settleBatches } from './settle-batches.ts';

/**
 * Binds the store to its org and environment at the first start, and refuses to start when it belongs elsewhere (MONEY.md 7).
 * @throws Problem `invalid` with what to do; @throws `unreachable`/`busy` when the books don't answer.
 */
export async function bindOrRefuse(office: Office, books: PayoutBooks, payer: Payouts): Promise<void> {
  const { installation } = office.store;
  const org = await books.identity();
  const programs = payer.programs.map(({ program, currency }) => `${program}:${currency}`).toSorted();
  if (org.isSandbox && payer.environment === 'production')
    throw new Problem('invalid', `Companion: refuses to start. The org ${org.orgId} that keeps the books is a sandbox and the payment provider is set to production: a full-copy sandbox holds the same approved requests. Point it at the provider's sandbox.`);
  const bound = await installation.read();
  if (!bound) {
    const epoch = epochAfter(office, [await books.newest()]);
    return installation.bind({ companionId: office.companionId, orgId: org.orgId, orgIsSandbox: org.isSandbox, providerEnvironment: payer.environment, programs, epoch, mode: 'recovery', boundAt: office.tools.now() });
  }
  const differs = bound.orgId !== org.orgId ? `org ${bound.orgId}, configured is ${org.orgId}` : bound.orgIsSandbox !== org.isSandbox ? 'an org of the other kind (sandbox or not)' : bound.providerEnvironment !== payer.environment ? `the provider's ${bound.providerEnvironment}, configured is ${payer.environment}` : bound.companionId !== office.companionId ? `companion ${bound.companionId}, configured is ${office.companionId}` : undefined;
  if (differs) throw new Problem('invalid', `Companion: refuses to start. This store belongs to ${differs}. Give the new combination a store of its own (QUITTANCE_DATA or DATABASE_URL), or restore the old configuration.`);
  const gone = bound.programs.filter((program) => !programs.includes(program));
  if (gone.length) throw new Problem('invalid', `Companion: refuses to start. The store has payouts of program ${gone.join(', ')}, which is no longer configured. Keep it in the configuration until they are settled.`);
  await installation.addPrograms(programs);
}

const highest = (claims: readonly Claim[], of: (claim: Claim) => number): number => claims.reduce((most, claim) => Math.max(most, of(claim)), 0);

/** The latest epoch that left a trace: a ledger that never reserved anything wrote with its epoch in front of the version. */
const epochAfter = ({ store: { outbox } }: Office, seen: readonly Omit<Standing, 'sequence'>[]): number => Math.max(0, ...seen.map(({ epoch, version }) => Math.max(epoch, outbox.epochOf(version)))) + 1;

/** Each start leaps ahead by up to this much: what two stores reserve is told apart by it, and two million starts fit into the books' number. */
const sequenceLeap = 2 ** 32;

/** What the books hold that this ledger can't explain. */
interface Findings {
  readonly claims: readonly Claim[];
  /** Reservations this ledger does not have. */
  readonly strange: readonly Claim[];
  /** With a later epoch or sequence than this ledger ever gave out. */
  readonly ahead: readonly Claim[];
  /** Written back with a later version than this ledger ever gave out: an older copy, even if nothing was reserved since, or another writer. */
  readonly newer: readonly Claim[];
  /** Whether somebody else wrote, or this store in a future that was taken back; and the epoch that comes after all of it. */
  readonly outwritten: boolean;
  readonly nextEpoch: number;
  /** Rows another process left behind. */
  readonly left: readonly AttemptRow[];
}

/** Where the books have a request whose money has left, or may have. */
const mayHaveLeft: ReadonlySet<string> = new Set([...openStates, 'Completed', 'Returned', 'Failed']);

async function compare(office: Office, books: PayoutBooks, bound: Installation, seen: number): Promise<Findings> {
  const { ledger, installation, outbox } = office.store;
  const left = (await ledger.attemptsIn(['intent', 'reserved', 'sending'])).filter((row) => row.plannedBy !== office.holder);
  // Back to the oldest row another process left behind, so that its reservation is seen even where the books call it Completed by now.
  const claims = await books.claims({ epoch: bound.epoch, sequence: left.reduce((least, row) => Math.min(least, row.sequence - 1), bound.sequence), version: await outbox.latest() });
  // Read again: what another instance on this store reserved since then is not ahead of it, for its sequence was committed before.
  const counted = (await installation.read()) ?? bound;
  const latest = await outbox.latest();
  const rows = await ledger.attempts(claims.map((claim) => claim.reference));
  const counts = new Map((await ledger.payments(rows.map((row) => row.requestId))).map((payment) => [payment.requestId, payment.attempt]));
  // Withdrawn after it was reserved, it never left from here and never will: its number is used up. One withdrawn before has had a reservation land too late; and what
  // somebody else has written since as under way may have left from there.
  const foreign = new Set(claims.filter((claim) => claim.version > latest && mayHaveLeft.has(claim.request.status)).map((claim) => claim.reference.toLowerCase()));
  const isUsedUp = (row: AttemptRow): boolean => (counts.get(row.requestId) ?? 0) >= row.number && !foreign.has(row.reference.toLowerCase());
  const known = new Set(rows.filter((row) => row.stage !== 'withdrawn' || isUsedUp(row)).map((row) => row.reference.toLowerCase()));
  const newer = claims.filter((claim) => claim.version > latest);
  return {
    claims, newer, left,
    strange: claims.filter((claim) => !known.has(claim.reference.toLowerCase())),
    ahead: claims.filter((claim) => claim.epoch > counted.epoch || (claim.epoch === counted.epoch && claim.sequence > counted.sequence)),
    outwritten: newer.length > 0 || seen > latest,
    nextEpoch: epochAfter(office, [{ epoch: counted.epoch, version: seen }, ...claims]),
  };
}

/**
 * What was adopted is asked about at once, also where this ledger had seen it end: it would else stand as the books had it until the next look for a return.
 * What the books call paid was seen to arrive by whoever told them: a cancellation heard now is money that came back.
 */
async function askAdopted({ store: { ledger, timers }, tools }: Office, claims: readonly Claim[]): Promise<void> {
  const now = tools.now();
  const byReference = new Map(claims.map((claim) => [claim.reference.toLowerCase(), claim]));
  const rows = (await ledger.attempts(claims.map(({ reference }) => reference))).filter(({ stage }) => ['unknown', 'accepted', 'settled'].includes(stage));
  // Which of several paid is not in the books: the provider says it of each.
  const others = (await ledger.attemptsOf(rows.map((row) => row.requestId))).filter((row) => row.posted > 0 && row.returnedAt === null && ['unknown', 'accepted', 'settled'].includes(row.stage) && !byReference.has(row.reference.toLowerCase()));
  await ledger.patchAttemptsQuietly(others.map((row) => [row.reference, { nextAskAt: now }]));
  const repeated = new Set(others.map((row) => row.requestId));
  await ledger.patchAttemptsQuietly(rows.map((row) => {
    const claim = byReference.get(row.reference.toLowerCase());
    const status = claim?.request.status;
    const isPaid = row.transferredAt === null && !repeated.has(row.requestId) && (status === 'Completed' || status === 'Returned');
    const at = Math.min(Date.parse(claim?.changedAt ?? '') || now, now);
    return [row.reference, { nextAskAt: now, ...(isPaid ? { stage: 'settled', transferredAt: at, returnedAt: status === 'Returned' ? at : null, unknownSince: null } : {}) }];
  }));
  await timers.atLatest('ask', '', now);
}

/** What this process has reserved and not sent yet, and somebody else calls under way: it is asked about like theirs. Left reserved it could not leave any more, nor would anybody ask. */
async function doubtOwn(office: Office, adopted: readonly Claim[]): Promise<void> {
  const rows = await office.store.ledger.attempts(adopted.flatMap(({ reference, request }) => (openStates.some((state) => state === request.status) ? [reference] : [])));
  await doubt(office, rows.filter(({ stage }) => stage === 'intent' || stage === 'reserved'), [], 'Somebody else wrote of it in the books');
}

/** At once or not at all: an epoch begun without its imports would look like a ledger that knows everything. */
async function beginRecovery(office: Office, orgId: string, found: Findings): Promise<void> {
  const { db, ledger, installation, issues } = office.store;
  const { claims, strange, ahead, newer, left } = found;
  await db.transaction(async () => {
    // First of all: it locks the row under which a recovery is ended.
    await installation.beginEpoch(found.nextEpoch, highest(claims, (claim) => claim.sequence));
    await installation.setMode('recovery');
    await importClaims(office, strange, orgId);
    await ledger.distrust(ahead.map((claim) => claim.reference));
    const reserved = new Map(claims.map((claim) => [claim.reference.toLowerCase(), claim]));
    const behind = left.filter((row) => reserved.has(row.reference.toLowerCase()));
    await doubt(office, behind, left.filter((row) => !behind.includes(row)));
    // Where the books are ahead of an older copy, they know better how these requests stand; the provider is asked all the same.
    const better = [...behind.map((row) => reserved.get(row.reference.toLowerCase())), ...ahead, ...newer].filter((claim) => claim !== undefined);
    const refused = new Set((await ledger.attempts(better.map(({ reference }) => reference))).filter(({ stage }) => stage === 'refused').map(({ reference }) => reference.toLowerCase()));
    const endedHere = (claim: Claim): boolean => refused.has(claim.reference.toLowerCase()) && openStates.some((state) => state === claim.request.status);
    const adopted = [...new Set(better)].filter((claim) => !strange.includes(claim) && !endedHere(claim));
    // Refused by name it was never taken: whoever wrote that it is under way did not know, and is told.
    await ledger.announce('request', better.filter(endedHere).map((claim) => claim.request.id));
    await doubtOwn(office, adopted);
    await ledger.adopt(adopted.map((claim) => ({ requestId: claim.request.id, attempt: Number(claim.reference.slice(-2)), state: standing(claim.request.status), reason: claim.reason })));
    await askAdopted(office, adopted);
    await settleBatches(office, (await ledger.batchesIn(['sending', 'unknown'])).map((batch) => batch.id));
    // Whoever wrote in between may have left an older view of what is open here, or still asked about.
    const open = (await ledger.attemptsIn(['unknown', 'accepted', 'settled'])).filter((row) => !isRemembered(row.batchId) && (row.stage !== 'settled' || row.nextAskAt !== null));
    await ledger.announce('transaction', open.map((row) => row.reference));
    await ledger.announce('request', open.map((row) => row.requestId));
    if (strange.length || ahead.length || found.outwritten) await issues.raise({ kind: 'recovery', source: office.companionId, severity: 'Critical', summary: strange.length ? `Recovery: reservations in the books that this store does not know: ${strange.length}` : 'Recovery: the books were written by somebody else, or by a later state of this store', detail: 'The store was lost, restored from an older copy, or is not the only one: make sure that one companion runs, on one store. Nothing is sent until the provider has been asked about each open payout.' });
  });
}

/**
 * For as long as somebody may ask for the same debt again, or a bank may send it back. `claimed` are imported with their outcome in doubt. What is much is
 * not read here but page by page (flows/first-load.ts), and recovery lasts until that is done.
 */
async function rememberEnded(office: Office, books: PayoutBooks, orgId: string, claimed: readonly Claim[]): Promise<void> {
  const { tools, timing } = office;
  const since = new Date(tools.now() - Math.max(timing.duplicateWindowMs, ...timing.returnAsksMs)).toISOString();
  if ((await beginFirstLoad(office, since)) === 'in pages') return;
  const ended = await books.endedSince(since);
  const known = new Set(claimed.map((claim) => claim.reference));
  await importEnded(office, ended.filter((claim) => !known.has(claim.reference)), orgId);
}

/**
 * Compares the ledger with the reservations in the books. If they hold any this ledger lacks, or a later epoch, sequence or version, the ledger is lost,
 * older or not the only one: recovery mode, everything imported as unknown, nothing sent until all of it is settled. `seen` is a version found elsewhere
 * in the books.
 */
export async function recover(office: Office, books: PayoutBooks, seen = 0): Promise<'normal' | 'recovery'> {
  const { ledger, installation, timers } = office.store;
  const bound = await installation.read();
  if (!bound) throw new Problem('invalid', 'Companion: the store is not bound to an org yet. Start it normally first.');
  const found = await compare(office, books, bound, seen);
  const empty = !(await ledger.hasAttempts());
  // Put back on purpose, with the tool that says so in the store.
  const marked = bound.mode === 'recovery' && !empty;
  if (empty && bound.mode === 'recovery') await rememberEnded(office, books, bound.orgId, found.claims);
  if (found.strange.length || found.ahead.length || found.outwritten || marked) await beginRecovery(office, bound.orgId, found);
  await ledger.askParkedAnew(office.holder, office.tools.now());
  await resumeFirstLoad(office);
  // After the comparison, which needs the number as it was: a copy of this store, or one of the same name, must never make an equal reservation.
  await installation.takeSequence(1 + Math.floor(office.tools.random() * sequenceLeap));
  return finishRecovery(office).finally(() => timers.atLatest('survey', '', office.tools.now()));
}

/** Recovery ends when all that ended lately has been read, and no imported outcome is unknown any more, or a person looks at it. */
export async function finishRecovery(office: Office): Promise<'normal' | 'recovery'> {
  const { db, ledger, installation, timers, cursors, firstLoad } = office.store;
  if ((await installation.read())?.mode === 'normal') return 'normal';
  return db.transaction(async () => {
    // Whoever begins a recovery writes this row first: looked at under its lock, nothing unknown that another instance imports meanwhile is overlooked.
    if ((await installation.read('for update'))?.mode === 'normal') return 'normal';
    if (await firstLoad.pending()) return 'recovery';
    // In recovery nothing goes out again, so what waits for that would wait for ever, and recovery for it: what is known of it may be old, or have come from an older copy.
    if ((await ledger.distrustParked(office.tools.now())).length) await timers.atLatest('ask', '', office.tools.now());
    const unknown = await ledger.attemptsIn(['unknown']);
    const held = await ledger.onHold(unknown.map((row) => row.requestId));
    if (unknown.some((row) => !held.has(row.requestId))) return 'recovery';
    await installation.setMode('normal');
    await cursors.set('full sweep', '0');
    const intents = await ledger.attemptsIn(['intent', 'reserved']);
    for (const lane of new Set(intents.map(laneKey))) await timers.atLatest('send', lane, office.tools.now());
    return 'normal';
  });
}
