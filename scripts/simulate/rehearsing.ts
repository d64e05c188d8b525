import { openConnections } from '../../companion/connections.ts';
import { Problem } from '../../companion/domain/problem.ts';
import type { Foresight, RehearsedLine } from '../../companion/domain/rehearsal.ts';
import type { Office } from '../../companion/engine/office.ts';
import { rehearse } from '../../companion/engine/rehearse.ts';
import { openStore } from '../../companion/store/store.ts';
import { inProcess } from '../../sandbox/kit/in-process.ts';
import { weatherBoard } from '../../sandbox/kit/weather.ts';
import { bookFaults } from './plan-rarities.ts';
import type { Compared, Foreseen, Simulation } from './simulation-state.ts';
import { origins } from './stage.ts';
import { requestOf } from './witness.ts';

/** Rehearses on the store of the companion that runs, as it would itself, but under a clear sky: the weather belongs to what is compared with it. */
export async function rehearseNow(simulation: Simulation, requestIds: readonly string[]): Promise<void> {
  const { current, foreseen, stage, env, config, witness } = simulation;
  if (!foreseen || !current || current.life.dead) return;
  const { outside } = stage;
  const sky = { ...outside.world, weather: weatherBoard(() => 1) };
  const reach: Readonly<Record<string, typeof fetch>> = { [origins.salesforce]: inProcess(outside.org.standIn, sky, origins.salesforce), [origins.payoneer]: inProcess(outside.payoneer.standIn, sky, origins.payoneer) };
  const { tools } = current.assembly.office;
  const clear = { ...tools, fetch: ((input, init) => (reach[new URL(input instanceof Request ? input.url : input).origin] ?? tools.fetch)(input, init)) satisfies typeof fetch };
  const opened = new Map((await openConnections(config, env, clear, () => ({ pass: (_kind, call) => call() }))).map(({ id, connection }) => [id, connection]));
  const { rehearsalBooks: books, payoutTerms: payer, payees } = { ...opened.get('salesforce'), ...opened.get('payoneer') };
  const { db } = await stage.store(0);
  const office: Office = { ...current.assembly.office, tools: clear, store: openStore(db, current.assembly.store.wake, clear, config.timing) };
  if (!books || !payer || (await office.store.installation.read())?.mode !== 'normal') return;
  try {
    const { lines } = await rehearse(office, { payer, payees, fees: undefined }, await books.view({ requestIds }));
    foreseen.push(...lines.map((line) => noted(simulation, line)));
    witness.note(`rehearsed ${lines.map(({ name, foresight }) => `${name} ${foresight}`).join(', ')}`);
  } catch (error) {
    // A clock that is wrong by more than the books' login takes: the person who asks is told so, and nothing is foreseen.
    if (!(error instanceof Problem)) throw error;
    witness.note(`not rehearsed: ${error.message}`);
  } finally {
    await Promise.all([...opened.values()].map(async (connection) => connection.close?.()));
  }
}

function noted({ plan, stage: { outside }, witness }: Simulation, { requestId, name, foresight, why }: RehearsedLine): Foreseen {
  const recipient = outside.request(requestId).Recipient__c;
  return { requestId, name, foresight, why, toldAt: witness.lines.length + 1, payeeId: plan.payees.find(({ id }) => outside.recipients.get(id) === recipient)?.id ?? '' };
}

const expected: Readonly<Partial<Record<Foresight, string>>> = { short: 'Awaiting Funds', held: 'On Hold', refused: 'Needs Correction' };

/** Where the books first put it after the approval, but for waiting for its date. */
const firstPlace = (lines: readonly string[], name: string): string =>
  lines.flatMap((line) => new RegExp(` books ${name} (?:Approved for Payout|Scheduled) > (.+)$`).exec(line)?.[1] ?? []).find((to) => to !== 'Scheduled' && to !== 'Approved for Payout') ?? 'nowhere';

const says = (lines: readonly string[], what: RegExp): boolean => lines.some((line) => what.test(line));

/** What happened between the rehearsal and the first step that no rehearsal can know: left out, right or wrong, and counted by cause. */
function changedBefore({ witness }: Simulation, seen: Foreseen): string | undefined {
  const later = witness.lines.slice(seen.toldAt);
  const placedAt = later.findIndex((line) => new RegExp(` books ${seen.name} (?:Approved for Payout|Scheduled) > (?!Scheduled|Approved)`).test(line));
  const before = placedAt < 0 ? later : later.slice(0, placedAt);
  if (says(before, new RegExp(`payee of ${seen.payeeId} changed`))) return 'the payee was changed';
  if (says(before, new RegExp(`person asks \\w[\\w-]* of ${seen.name} `))) return 'a person asked for something';
  if (says(before, / happens fund$/)) return 'the program was funded';
  if (says(before, / happens deactivate payee$/)) return 'the provider closed the account of a payee';
  if (!says(later, new RegExp(` books ${seen.name} Submitted > Approved for Payout$`))) return 'it was not approved';
  // Its own reference, or that of another in the same program, which is stopped for a person then.
  if (placedAt < 0 && says(witness.lines, / stranger posted /)) return 'somebody else had used a reference, and the program was stopped';
  return undefined;
}

/** Sent, and not paid in the end: what happened on the way. */
function changedAfter({ witness }: Simulation, { name, requestId, toldAt }: Foreseen): string | undefined {
  const later = witness.lines.slice(toldAt);
  if (says(witness.lines, new RegExp(`stranger posted ${requestId}`))) return 'somebody else had used its reference';
  if (says(later, new RegExp(`the provider cancels ${requestId}`))) return 'the provider cancelled what it had taken';
  if (says(later, new RegExp(` books ${name} .* > Outcome Unknown$`))) return 'the answer of the submission was lost or refused';
  if (says(later, new RegExp(`person asks \\w[\\w-]* of ${name} `))) return 'a person asked for something';
  return undefined;
}

/** Why each was held when it was examined, by the journal. */
async function doubts({ stage }: Simulation): Promise<ReadonlyMap<string, string>> {
  const { db } = await stage.store(0);
  return new Map((await db.query<{ id: string; why: string }>("select correlation_id as id, note->>'why' as why from journal where step like '2 %' and note->>'is' = 'doubtful' order by id")).map(({ id, why }) => [id, why]));
}

/** Whose reservation the books refused in a trouble of their own, which the weather put there; a refusal by the package's rules is no such thing. */
async function refusedInTrouble({ stage }: Simulation): Promise<ReadonlySet<string>> {
  const { db } = await stage.store(0);
  const rows = await db.query<{ id: string; why: string }>("select request_id as id, detail as why from issue where kind = 'reservation refused'");
  return new Set(rows.filter(({ why }) => bookFaults.some((code) => why.startsWith(`${code}:`))).map(({ id }) => id));
}

/** Held for a reason that came up after the rehearsal. */
function doubtCameLater({ witness }: Simulation, { toldAt }: Foreseen, why: string): string | undefined {
  if (why.includes('about the payee was not understood')) return 'the provider\'s answer about the payee was garbled';
  const [, twin] = /Possible duplicate of (\S+):/.exec(why) ?? [];
  // The other was approved later, or its event was lost and the companion, which sweeps every five hours here, had not heard of it.
  return twin && firstPlace(witness.lines.slice(0, toldAt), twin) === 'nowhere' ? 'the companion heard of another like it only later' : undefined;
}

/** Compares what was foreseen with what really happened: money that left by the provider's own record, and for the rest the first thing the books were told. */
export async function compareForeseen(simulation: Simulation): Promise<readonly Compared[]> {
  const { foreseen = [], witness, stage: { outside } } = simulation;
  const paid = new Set(outside.payoneer.transfers().filter(({ kind, payeeId }) => kind === 'payout' && !payeeId.startsWith('stranger')).map(({ reference }) => requestOf(reference)));
  const [whyHeld, inTrouble] = [await doubts(simulation), await refusedInTrouble(simulation)];
  return foreseen.map((seen): Compared => {
    const wanted = expected[seen.foresight] ?? 'Sending';
    const first = firstPlace(witness.lines.slice(seen.toldAt), seen.name);
    const isPaid = paid.has(seen.requestId);
    // Where a program is stopped, nothing is told of its payments: they stay where they are, unsent.
    const isRight = (first === wanted || (wanted === 'On Hold' && first === 'nowhere' && !isPaid)) && (wanted !== 'Sending' || isPaid);
    const trouble = first === 'On Hold' && inTrouble.has(seen.requestId) ? 'the books were in trouble and refused the reservation' : undefined;
    const changed = changedBefore(simulation, seen) ?? trouble ?? (first === 'On Hold' && seen.foresight !== 'held' ? doubtCameLater(simulation, seen, whyHeld.get(seen.requestId) ?? '') : undefined) ?? (first === 'Sending' && !isPaid ? changedAfter(simulation, seen) : undefined);
    return { name: seen.name, foresight: seen.foresight, why: seen.why, became: isPaid ? `paid (first ${first})` : `${String(outside.request(seen.requestId).Status__c)}, ${String(outside.request(seen.requestId).Status_Reason__c)} (first ${first})`, changed, isRight };
  });
}
