import type { Cast, Stage } from './stage.ts';

/** The columns of the live table, in the order money travels. */
export const stations = ['to decide', 'approved', 'waiting', 'sending', 'under way', 'paid', 'set aside'] as const;
export type Station = (typeof stations)[number];

const stationOf: Readonly<Record<string, Station>> = {
  Draft: 'to decide', Submitted: 'to decide', 'Approved for Payout': 'approved', Scheduled: 'waiting', 'Awaiting Funds': 'waiting', Sending: 'sending', 'Outcome Unknown': 'sending',
  'In Progress': 'under way', 'Action Required': 'under way', Completed: 'paid',
};

export interface Standing {
  readonly request: Cast;
  /** PR-0001 */
  readonly name: string;
  readonly status: string;
  readonly reason: string;
  readonly station: Station;
  readonly asExpected: boolean;
}

/** Where every request stands in Salesforce now. */
export function standingsOf({ outside, cast }: Stage, expected: (request: Cast) => string): readonly Standing[] {
  return cast.map((request) => {
    const row = outside.request(request.id);
    const status = String(row.Status__c);
    return { request, name: String(row.Name), status, reason: String(row.Status_Reason__c ?? ''), station: stationOf[status] ?? 'set aside', asExpected: status === expected(request) };
  });
}

/** Counts by currency, in the order the currencies first appear, and over all. */
export function countsOf(standings: readonly Standing[]): ReadonlyMap<string, Readonly<Record<Station, number>>> {
  const counts = new Map<string, Record<Station, number>>();
  const none = (): Record<Station, number> => ({ 'to decide': 0, approved: 0, waiting: 0, sending: 0, 'under way': 0, paid: 0, 'set aside': 0 });
  for (const { request, station } of standings)
    for (const key of [request.currency, 'all']) {
      const row = counts.get(key) ?? none();
      row[station] += 1;
      counts.set(key, row);
    }
  return counts;
}

/** What to do about it stands in the closing list. */
const firstSentence = (text: string): string => /^.*?\.(?= |$)/.exec(text)?.[0] ?? text;

/** Changes worth a line: a crowd that moved is one line, and whoever went somewhere unusual is named with the reason. */
export function newsOf(before: readonly Standing[], now: readonly Standing[]): readonly string[] {
  const crowds = new Map<string, number>();
  const named: string[] = [];
  now.forEach((standing, at) => {
    if (before[at]?.status === standing.status) return;
    const { status, request, name, reason } = standing;
    if (['Submitted', 'Draft', 'Approved for Payout', 'Sending'].includes(status)) return;
    const crowd = `${request.currency} ${status}`;
    if (['In Progress', 'Completed', 'Awaiting Funds', 'Outcome Unknown'].includes(status)) crowds.set(crowd, (crowds.get(crowd) ?? 0) + 1);
    else named.push(`${name} ${status}${reason ? `: ${firstSentence(reason)}` : ''}`);
  });
  return [...[...crowds].map(([crowd, count]) => `${crowd.slice(0, 3)} ${count} ${crowd.slice(4)}`), ...named];
}
