import type { Payees, PayoutBooks, Payouts, Survey } from '../connectors/connector.ts';
import type { RehearsalView } from '../domain/rehearsal-roles.ts';
import type { Events } from '../domain/events.ts';
import type { Money } from '../domain/money.ts';
import type { Problem } from '../domain/problem.ts';
import type { Rehearsal } from '../domain/rehearsal.ts';
import type { Sighting } from '../domain/payout.ts';
import { laneKey, type AttemptRow, type Lane } from '../store/ledger-rows.ts';
import { balancesDesk } from './account-balances.ts';
import { askForgotten } from './ask-forgotten.ts';
import { askInTime } from './ask-in-time.ts';
import { carryOut } from './carry-out.ts';
import { bundle, type Bundled } from './bundle.ts';
import { checkPayees } from './check-payees.ts';
import { departuresSeen, learnFundingAccounts, nextDepartureMs, somethingLeaves } from './departures.ts';
import { financeDesk } from './finance-desk.ts';
import type { Noted } from './noted.ts';
import { firstLoadDesk } from './first-load-desk.ts';
import { readFunds } from './funds.ts';
import { hear } from './hear.ts';
import { examineAll, type Examined } from './examine-all.ts';
import { estimateFees, keepActualFees } from './fees.ts';
import { importTaken } from './import-claims.ts';
import { importOfAnother } from './import-of-another.ts';
import { keepHints } from './hints.ts';
import { heldBackHere, pauseSeen } from './may-not-send.ts';
import { payOnce } from './once.ts';
import type { Office } from './office.ts';
import { receiptsDesk } from './receipts-desk.ts';
import { recipientDesk } from './recipient-desk.ts';
import { reconciliationDesk } from './reconciliation-desk.ts';
import { finishRecovery } from './recover.ts';
import { rehearse, type RehearsalCast } from './rehearse.ts';
import { settleIssues } from './settle-issues.ts';
import { takeUp, type Found } from './take-up.ts';
import { writeBack } from './write-back.ts';

/** What a survey looks at, and when it began (epoch ms). */
interface Scope {
  readonly since?: string;
  readonly lookedAt: number;
}

/** In place of when everything was looked at last, while it is: what wants that once more meanwhile is not overwritten at the end. Who finds it looks at everything, for that look never ended. */
const underWay = 'under way';

export type Desk = ReturnType<typeof openDesk>;

/** How many questions one leg puts before it makes room for others. */
const askAtOnce = 100;

/** `payoneer/100200300/USD` → its parts. */
function laneOf(key: string): Lane {
  const [connection = '', program = '', currency = ''] = key.split('/');
  return { connection, program, currency };
}

async function wakeLanes({ store, tools }: Office): Promise<void> {
  for (const lane of await store.ledger.lanesWaiting()) await store.timers.atLatest('send', laneKey(lane), tools.now());
}

/** From the books to the payer: looking, examining, planning, sending. */
function outward(office: Office) {
  const { store, tools, timing } = office;
  return {
    /** Somebody approved or asked for something: look soon, once for a burst. */
    surveySoon: (): Promise<void> => store.timers.debounce('survey', '', tools.now(), timing.surveyQuietMs, timing.surveyLatestMs),

    /** What the next survey looks at: what changed since the last, with an overlap; everything once an hour, or when nothing is known. */
    async surveyScope(): Promise<Scope> {
      const [watermark, full] = [await store.cursors.get('sweep'), await store.cursors.get('full sweep')];
      const now = tools.now();
      // One that seems to come later than now was noted by a clock that ran ahead.
      const isFresh = full !== undefined && Math.abs(now - Number(full)) < timing.fullSweepMs;
      if (!watermark || !isFresh || (await somethingLeaves(office, now))) {
        await store.cursors.set('full sweep', underWay);
        return { lookedAt: now };
      }
      return { lookedAt: now, since: new Date(Number(watermark) - timing.sweepOverlapMs).toISOString() };
    },
    async surveyed(scope: Scope, survey: Survey, books: PayoutBooks): Promise<void> {
      const now = tools.now();
      // Again, for what was only taken up, or approved again, by this look.
      await importOfAnother(office, books, survey.requests);
      if (survey.until) await store.cursors.set('sweep', String(Date.parse(survey.until)));
      if (!scope.since) {
        if ((await store.cursors.get('full sweep')) === underWay) await store.cursors.set('full sweep', String(now));
        await departuresSeen(office, scope.lookedAt);
        await importTaken(office, books, await store.ledger.waitingElsewhere(survey.requests.map(({ id }) => id), scope.lookedAt));
      }
      const before = (await store.cursors.get(pauseSeen)) ?? '';
      if (before.startsWith('on') && !survey.paused) await store.cursors.set('full sweep', '0');
      await store.cursors.set(pauseSeen, `${survey.paused ? 'on' : 'off'} ${now}`);
      if (!survey.paused) await wakeLanes(office);
      await store.timers.atLatest('survey', '', Math.min(now + timing.sweepMs, await nextDepartureMs(office, scope.lookedAt)));
    },

    async carryOut(books: PayoutBooks, payer: Payouts, survey: Survey, { lookedAt }: Scope): Promise<void> {
      await importOfAnother(office, books, survey.requests);
      // Somebody may hold or cancel what was never looked at yet: it is taken in first, so that the wish meets a payment.
      if (survey.actions.length) await takeUp(office, survey);
      // Where the org's own flows approve, Submit is theirs to take up.
      await carryOut(office, payer, survey.approvalEvidence === 'classic' ? survey.actions : survey.actions.filter(({ action }) => action !== 'Submit'), lookedAt);
      if (!survey.issueActions.length) return;
      await settleIssues(office, survey.issueActions, lookedAt);
      await wakeLanes(office);
    },
    async takeUp(survey: Survey): Promise<readonly Found[]> {
      await learnFundingAccounts(office, survey.fundingAccounts);
      return takeUp(office, survey);
    },
    async examine(survey: Survey, payer: Payouts, payees: Payees | undefined, found: readonly Found[]): Promise<readonly Examined[]> {
      return examineAll(office, survey, payer, await checkPayees(office, payees, found), found);
    },
    /** While the kill switch is on, in Salesforce or here, or this process is being stopped, nothing is planned. */
    bundle: async (survey: Survey, payer: Payouts, examined: readonly Examined[]): Promise<readonly Bundled[]> =>
      survey.paused || heldBackHere(office) || (await store.installation.read())?.mode !== 'normal' ? [] : bundle(office, payer, await askForgotten(office, payer, examined)),
    pay: (books: PayoutBooks, payer: Payouts, lane: string): Promise<readonly Noted[]> => payOnce(office, books, payer, laneOf(lane)),
  };
}

/** From the payer back to the books: hints, questions, funds, fees, write-back. */
function homeward(office: Office) {
  const { store, tools, timing } = office;
  return {
    hinted: (hints: readonly Events['payout.hinted'][]): Promise<readonly Noted[]> => keepHints(office, hints),

    /** References whose time has come, claimed so that another instance does not ask too. */
    dueQuestions: (): Promise<readonly AttemptRow[]> => store.ledger.dueToAsk(tools.now(), timing.leaseMs, askAtOnce),
    async hear(asked: readonly AttemptRow[], answers: ReadonlyMap<string, Sighting | Problem>): Promise<readonly Noted[]> {
      const news = await hear(office, asked, answers);
      await finishRecovery(office);
      await wakeLanes(office);
      return news;
    },
    askAgain: (): Promise<void> => askInTime(office),

    /** Reads a lane's balance; more money than before lets waiting requests go on. */
    async readFunds(payer: Payouts, key: string): Promise<void> {
      const lane = laneOf(key);
      const before = (await store.lanes.read(lane))?.availableMinor ?? 0;
      const { minor } = await readFunds(office, payer, lane);
      const short = (await store.ledger.paymentsIn(['Awaiting Funds'])).some((payment) => laneKey(payment) === key);
      if (short && minor > before) {
        await store.cursors.set('full sweep', '0');
        await store.timers.atLatest('survey', '', tools.now());
        await store.timers.atLatest('send', key, tools.now());
      }
      await store.timers.set('funds', key, tools.now() + (short ? timing.fundsShortMs : timing.fundsMs));
    },

    keepFees: (actual: ReadonlyMap<string, Money>): Promise<readonly Noted[]> => keepActualFees(office, actual),
    estimateFees: (of: readonly AttemptRow[], estimate: (amount: Money) => Money | undefined): Promise<void> => estimateFees(office, of, estimate),
    oldestWithoutFee: (): Promise<number | undefined> => store.ledger.oldestWithoutFee(tools.now() - timing.pollForMs),

    writeBack: (books: PayoutBooks): Promise<readonly Noted[]> => writeBack(office, books),
    async heartbeat(): Promise<void> {
      await store.outbox.add('connection', [office.payerId, office.booksId, ...(office.receiverId === undefined ? [] : [office.receiverId])], tools.now());
      await askInTime(office);
      await store.timers.set('heartbeat', '', tools.now() + timing.heartbeatMs);
    },
    later: (kind: string, key: string, ms: number): Promise<void> => store.timers.set(kind, key, tools.now() + ms),
    /** Somebody wants to know what would happen: look at once, and otherwise now and then. */
    rehearseSoon: (): Promise<void> => store.timers.atLatest('rehearse', '', tools.now()),
    rehearse: (cast: RehearsalCast, view: RehearsalView): Promise<Rehearsal> => rehearse(office, cast, view),
    payeeChanged: (payeeId: string): Promise<void> => store.payeeChecks.forget(payeeId),
    fundsChanged: async (): Promise<void> => {
      for (const lane of await store.lanes.all()) await store.timers.atLatest('funds', laneKey(lane), tools.now());
    },
    timing,
  };
}

/** The ledger's side of the counter: what flows may do with money and its records, in the words of MONEY.md. */
export const openDesk = (office: Office) => ({ ...outward(office), ...homeward(office), recipients: recipientDesk(office), receipts: receiptsDesk(office), balances: balancesDesk(office), finance: financeDesk(office), reconciliation: reconciliationDesk(office), firstLoad: firstLoadDesk(office) });
