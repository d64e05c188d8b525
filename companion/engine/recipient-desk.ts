import type { Onboarding, RecipientBooks, RecipientRecord } from '../connectors/connector.ts';
import type { Events } from '../domain/events.ts';
import type { Noted } from './noted.ts';
import type { Office } from './office.ts';
import { askDue, compare, stopRequests, type AskedRecipient } from './recipient-ask.ts';
import { check, foundIn, invite, type CheckedRecipient, type FoundRecipient } from './recipient-look.ts';

/** What a look at the recipients is about, and when it began (epoch ms). */
interface Look {
  readonly lookedAt: number;
  readonly since: string;
}
/** How far the books' recipients were read, epoch ms. */
const watermark = 'recipients';

/** No payee key in the books is longer. */
const longestKey = 255;

/** The counter for recipients: what a flow may do about who is paid. Nothing here can send money. */
export function recipientDesk(office: Office) {
  const { store, tools, timing } = office;
  const askSoon = (): Promise<void> => store.timers.atLatest('payees', '', tools.now());
  const askAgain = async (): Promise<void> => {
    const next = await store.recipients.nextAsk();
    if (next !== undefined) await store.timers.atLatest('payees', '', next);
  };
  return {
    lookSoon: (): Promise<void> => store.timers.debounce('recipients', '', tools.now(), timing.surveyQuietMs, timing.surveyLatestMs),

    /** What changed since the last look, with an overlap. A store that begins anew begins with now: recipients that nobody touches need nothing. */
    async scope(): Promise<Look> {
      const lookedAt = tools.now();
      const from = Number((await store.cursors.get(watermark)) ?? lookedAt);
      return { lookedAt, since: new Date(from - timing.sweepOverlapMs).toISOString() };
    },
    async looked({ lookedAt }: Look, until: string | undefined): Promise<void> {
      const before = await store.cursors.get(watermark);
      if (until !== undefined || before === undefined) await store.cursors.set(watermark, String(until === undefined ? lookedAt : Date.parse(until)));
      await store.timers.atLatest('recipients', '', lookedAt + timing.recipientsMs);
      await askAgain();
    },
    found: (records: readonly RecipientRecord[], { lookedAt }: Look): Promise<readonly FoundRecipient[]> => foundIn(office, records, lookedAt),
    check: (onboarding: Onboarding, found: readonly FoundRecipient[]): Promise<readonly CheckedRecipient[]> => check(office, onboarding, found),
    invite: (onboarding: Onboarding, checked: readonly CheckedRecipient[]): Promise<readonly Noted[]> => invite(office, onboarding, checked),

    /** A hint is only a reason to ask. Payees this store has not met are looked up in the books; strangers to both are nobody's business here. */
    async hinted(onboarding: Onboarding, books: RecipientBooks, hints: readonly Events['payee.hinted'][]): Promise<readonly Noted[]> {
      const wordOf = new Map<string, string>(hints.flatMap(({ payeeId, word }) => onboarding.programs.map(({ program }) => [`${office.keyPrefix}:${program}:${payeeId.replaceAll('\0', '')}`, word] as const)));
      const keys = [...wordOf.keys()].filter((key) => key.length <= longestKey);
      const met = new Set((await store.recipients.byPayeeKeys(keys)).map((row) => row.payeeKey));
      const asked = keys.filter((key) => !met.has(key));
      if (asked.length) await store.recipients.adopt((await books.look({ payeeKeys: asked })).records, tools.now());
      const rows = await store.recipients.byPayeeKeys(keys);
      const declined = (key: string | null): boolean => /declin/i.test(wordOf.get(key ?? '') ?? '');
      await store.recipients.patch(rows.map((row) => [row.recipientId, { nextAskAt: tools.now(), ...(declined(row.payeeKey) ? { declinedAt: tools.now() } : {}) }]));
      if (rows.length) await askSoon();
      return rows.map((row) => ({ id: row.recipientId, note: { hint: wordOf.get(row.payeeKey ?? '') } }));
    },

    askDue: (onboarding: Onboarding): Promise<readonly AskedRecipient[]> => askDue(office, onboarding),
    compare: (asked: readonly AskedRecipient[]): Promise<readonly Noted[]> => compare(office, asked),
    stopRequests: (asked: readonly AskedRecipient[]): Promise<readonly Noted[]> => stopRequests(office, asked),
    askAgain,
    /** Who was told in the books since this was last asked. */
    told: async (): Promise<readonly Noted[]> => (await store.recipients.takeTold()).map((row) => ({ id: row.recipientId, note: { note: row.note } })),
  };
}
