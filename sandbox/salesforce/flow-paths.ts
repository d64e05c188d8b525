import { runBatch } from './flow-batch.ts';
import { startHolds } from './flow-conditions.ts';
import { openInterview } from './flow-interview.ts';
import type { Interview } from './flow-interview.ts';
import { compileFlow, connectorTarget } from './flow-model.ts';
import type { CompiledFlow } from './flow-model.ts';
import { flowNotifications } from './flow-operations.ts';
import { FlowError } from './flow-values.ts';
import { DAY_MS } from './formula-values.ts';
import { momentMs } from './moments.ts';
import type { Org, User } from './org.ts';
import { children, text } from './xml.ts';
import type { XmlNode } from './xml.ts';

/** A path of one record that waits for its time. */
interface Waiting {
  readonly flow: string;
  readonly path: string;
  readonly recordId: string;
  readonly object: string;
  readonly dueAt: number;
  /** Who changed the record last: the path runs in that user's name (help page "Scheduled Paths"). */
  readonly by: User;
  readonly cancel: () => void;
}

/** One record of a save whose paths are looked after when the transaction is over. */
interface Saved {
  readonly interview: Interview;
  readonly savedAt: number;
  readonly entered: boolean;
}

const waitingOf = new WeakMap<Org, Map<string, Waiting>>();
const savedOf = new WeakMap<Org, Map<string, Saved>>();
const MOST_TOGETHER = 200;
const UNIT_MS: Readonly<Record<string, number>> = { Minutes: 60_000, Hours: 3_600_000, Days: DAY_MS, Weeks: 7 * DAY_MS };

function waitingIn(org: Org): Map<string, Waiting> {
  const known = waitingOf.get(org) ?? new Map<string, Waiting>();
  waitingOf.set(org, known);
  return known;
}

function savedIn(org: Org): Map<string, Saved> {
  const known = savedOf.get(org) ?? new Map<string, Saved>();
  savedOf.set(org, known);
  return known;
}

const isAsynchronous = (path: XmlNode): boolean => text(path, 'pathType') === 'AsyncAfterCommit';

/** The record as it stands now, in an interview of its own; undefined when it is gone or does not meet the entry conditions. */
function renewed({ org, flow, by, prior, record }: Interview): Interview | undefined {
  const row = record && org.find(record.object.name, String(record.row.Id));
  const interview = row && openInterview({ org, flow, by, prior, beforeSave: false, record: { kind: 'record', object: record.object, row: { ...row }, touched: new Set() } });
  return interview && startHolds(interview) ? interview : undefined;
}

/** Runs interviews of one path. An org e-mails a fault that nobody handles to the admin; here it is recorded as such. */
function run(org: Org, interviews: readonly Interview[], path: XmlNode): void {
  const first = connectorTarget(path);
  const size = Math.min(Number(text(path, 'maxBatchSize') ?? MOST_TOGETHER), MOST_TOGETHER);
  for (let from = 0; first !== undefined && from < interviews.length; from += size) {
    for (const [{ flow }, { element, message }] of runBatch(org, interviews.slice(from, from + size), first)) {
      flowNotifications(org).push({ at: org.world.clock.now(), flow: flow.name, element, action: 'faultEmail', inputs: { message }, recipients: [] });
    }
  }
}

/**
 * Looks after the paths of a flow that run later, for all records of one save: starts the asynchronous ones when the transaction is over,
 * and arms, moves or takes away those that wait for a time. A save that was taken back leaves no path, and one that was run again only one.
 */
export function followPaths(org: Org, flow: CompiledFlow, interviews: readonly Interview[], entered: ReadonlySet<Interview>): void {
  const paths = children(flow.start, 'scheduledPaths');
  if (paths.length === 0 || interviews.length === 0) return;
  for (const path of paths.filter((each) => !isAsynchronous(each))) offsetMs(flow, path);
  const saved = savedIn(org);
  org.world.clock.after(0, () => afterCommit(org));
  for (const interview of interviews) {
    const key = `${flow.name}/${String(interview.record?.row.Id)}`;
    saved.set(key, { interview, savedAt: org.world.clock.now(), entered: entered.has(interview) || saved.get(key)?.entered === true });
  }
}

function afterCommit(org: Org): void {
  const all = [...savedIn(org).values()];
  savedIn(org).clear();
  for (const flow of new Set(all.map(({ interview }) => interview.flow))) {
    const own = all.filter(({ interview }) => interview.flow === flow);
    for (const path of children(flow.start, 'scheduledPaths')) {
      if (isAsynchronous(path)) run(org, own.flatMap(({ interview, entered }) => (entered ? (renewed(interview) ?? []) : [])), path);
      else for (const each of own) settle(each, path);
    }
  }
}

function offsetMs(flow: CompiledFlow, path: XmlNode): number {
  const unit = UNIT_MS[text(path, 'offsetUnit') ?? ''];
  if (unit === undefined) throw new FlowError(flow.name, text(path, 'name') ?? '', `a scheduled path in ${text(path, 'offsetUnit') ?? 'no unit'} cannot be run by the stand-in. Use Minutes, Hours, Days or Weeks.`);
  return Number(text(path, 'offsetNumber') ?? '0') * unit;
}

/** When a path of this record is due, in ms since 1970; undefined when the field it counts from is blank. */
function dueAt({ flow, record }: Interview, path: XmlNode, savedAt: number): number | undefined {
  if (text(path, 'timeSource') !== 'RecordField') return savedAt + offsetMs(flow, path);
  const value = record?.row[text(path, 'recordField') ?? ''];
  const from = typeof value === 'string' ? (momentMs(value) ?? momentMs(`${value}T00:00:00Z`)) : undefined;
  return from === undefined ? undefined : from + offsetMs(flow, path);
}

/** One record after a save: armed when it newly meets the entry conditions, moved with its time field, taken away when it meets them no longer (U-113). */
function settle({ interview, savedAt, entered }: Saved, path: XmlNode): void {
  const { org, flow, by, record } = interview;
  const name = text(path, 'name') ?? '';
  const recordId = String(record?.row.Id ?? '');
  const key = `${flow.name}/${name}/${recordId}`;
  const waiting = waitingIn(org).get(key);
  const now = renewed(interview);
  const due = now && dueAt(now, path, savedAt);
  const moves = waiting && text(path, 'timeSource') === 'RecordField' && waiting.dueAt !== due;
  if (due !== undefined && !entered && !moves) return;
  waiting?.cancel();
  waitingIn(org).delete(key);
  if (due === undefined) return;
  // A time that has passed already is due at once (U-114).
  const cancel = org.world.clock.after(due - org.world.clock.now(), () => fallDue(org, flow.name, name));
  waitingIn(org).set(key, { flow: flow.name, path: name, recordId, object: record?.object.name ?? '', dueAt: due, by, cancel });
}

/** The user of a path: an inactive one is replaced by the org's default workflow user, here its first active administrator. */
function runner(org: Org, by: User): User {
  return by.isActive ? by : (org.users.find((user) => user.isActive && user.profile === 'admin') ?? by);
}

/** Runs everything of one path that is due by now, in batches, on the records as they stand; entry conditions are asked once more (U-113). */
function fallDue(org: Org, flowName: string, pathName: string): void {
  const due = [...waitingIn(org)].filter(([, each]) => each.flow === flowName && each.path === pathName && each.dueAt <= org.world.clock.now());
  for (const [key, each] of due) {
    each.cancel();
    waitingIn(org).delete(key);
  }
  const metadata = org.flows.find(({ name, active }) => name === flowName && active);
  const flow = metadata && compileFlow(metadata);
  const path = flow && children(flow.start, 'scheduledPaths').find((each) => text(each, 'name') === pathName);
  if (!flow || !path) return;
  const interviews = due.flatMap(([, { object, recordId, by }]) => {
    const schema = org.schema.get(object);
    const record = schema && ({ kind: 'record', object: schema, row: { Id: recordId }, touched: new Set<string>() } as const);
    return (record && renewed(openInterview({ org, flow, by: runner(org, by), prior: null, beforeSave: false, record }))) ?? [];
  });
  run(org, interviews, path);
}

/** Forgets every path that waits, with the records they waited for. */
export function forgetPaths(org: Org): void {
  for (const { cancel } of waitingIn(org).values()) cancel();
  waitingIn(org).clear();
  savedIn(org).clear();
}
