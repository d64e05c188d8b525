import type { Payee, Debt } from '../outside-world.ts';
import type { CallWeather, WebhookWeather } from '../../sandbox/kit/weather.ts';
import type { PayoneerPolicies } from '../../sandbox/payoneer/policies.ts';
import { openChance, type Chance } from './chance.ts';
import { requestLimit } from './faults.ts';
import { owedPlanOf } from './owed-plan.ts';
import { financePlanOf, type FinancePlan } from './finance-plan.ts';
import { hourMs, minuteMs, type Happening } from './happening.ts';
import { lateNewsOf } from './late-news-of.ts';
import { crowdPlanOf, type CrowdPlan } from './plan-crowd.ts';
import { raritiesOf } from './plan-rarities.ts';
import { programs } from './stage.ts';

export interface Plan {
  readonly seed: number;
  readonly payees: readonly Payee[];
  readonly debts: readonly Debt[];
  readonly policies: Partial<PayoneerPolicies>;
  readonly fundsMinor: Readonly<Record<string, number>>;
  readonly happenings: readonly Happening[];
  readonly finance: FinancePlan | undefined;
  /** When the weather ends; what is left then must settle until the end. */
  readonly calmMs: number;
  readonly endMs: number;
  /** Whether the companion listens to the org's event bus; else it hears of approvals by letters put into its inbox, and by its sweeps. */
  readonly listens: boolean;
}

const stormMs = 10 * hourMs;

/** Who is to be paid, and what: small amounts, so that every sum can be read at a glance. */
function debtsOf(chance: Chance, count: number): { payees: readonly Payee[]; debts: readonly Debt[] } {
  const payees = Array.from({ length: Math.max(4, Math.ceil(count / 25)) }, (_, index): Payee => {
    const program = programs[index % 2 === 0 ? 0 : 1];
    const standing = chance.happens(0.9) ? 'Active' : chance.pick(['Inactive', 'Pending', 'Unknown'] as const);
    return { id: `payee-${index}`, name: `Payee ${index}`, country: 'DE', program: program.program, standing };
  });
  const debts: Debt[] = [];
  for (let index = 0; index < count; index++) {
    const twin = index > 0 && chance.happens(0.06) ? debts[index - 1] : undefined;
    const payee = payees[chance.whole(0, payees.length - 1)];
    const currency = programs.find(({ program }) => program === payee?.program)?.currency ?? 'USD';
    debts.push(twin ?? { payee: payee?.id ?? '', amount: `${chance.whole(5, 400)}.${String(chance.whole(0, 99)).padStart(2, '0')}`, currency, purpose: `Invoice ${index}`, invoice: `INV-${index}`, ...(chance.happens(0.06) ? { payoutDate: '2026-03-03' } : {}) });
  }
  return { payees, debts };
}

function policiesOf(chance: Chance): Partial<PayoneerPolicies> {
  return {
    duplicate: chance.pick(['reject-batch', 'drop-item', 'async-cancel', 'pay-again']), duplicateShows: chance.pick(['latest change', 'first', 'alternate']),
    duplicatePayoutId: chance.pick(['same', 'own']), insufficient: chance.pick(['reject', 'async-cancel']), unknownPayee: chance.pick(['reject', 'async-cancel']),
    inactivePayee: chance.pick(['reject', 'async-cancel']), pendingPayee: chance.pick(['wait', 'async-cancel']), notFoundStatus: chance.pick([404, 400]), notFoundCode: chance.pick(['sub_code', 'code']),
    errorsNameItems: chance.happens(0.5), statusAmount: chance.pick(['number', 'string']), optionalsMissing: chance.happens(0.2), cancelReply: chance.pick(['description', 'status_description']),
    visibleAfterMs: chance.pick([0, 0, 5_000, 3 * minuteMs, 20 * minuteMs]), acceptedAfterMs: chance.pick([500, 30_000, 10 * minuteMs]), transferredAfterMs: chance.pick([2_000, 5 * minuteMs, 3 * hourMs]),
    cancelledAfterMs: chance.pick([1_000, 2 * minuteMs]), staleMs: chance.pick([0, 0, 0, 30_000, 5 * minuteMs, 90 * minuteMs]), tokenExpiresInS: chance.pick([45, 600, 3_600]),
    webhookForm: chance.pick(['json', 'json', 'legacy-get']), webhookRetryOn: chance.pick(['no answer', 'not 2xx']), webhookValuesEncoded: chance.happens(0.2),
    ...(chance.happens(0.1) ? { statusText: { Pending: 'In Review' } } : {}),
  };
}

const pay = 'POST /v4/programs/:program/masspayouts';
const status = 'GET /v4/programs/:program/payouts/:reference/status';
const page = '<html><body>Bad gateway</body></html>';
const html = { 'content-type': 'text/html' };

function callWeather(chance: Chance, door: string, standIn: string, times: number): CallWeather {
  const reply = chance.pick<CallWeather['reply']>(['drop', 'reset', 'hang', 'late', { status: 503 }, { status: 500, body: { error: 'internal' } }, { status: 429, headers: { 'retry-after': '30' } }, { status: 429 }, { status: 502, headers: html, body: page }, { status: 200, headers: html, body: page }]);
  return { standIn, door, when: chance.pick(['before', 'after']), reply, times, skip: chance.whole(0, 2), lateMs: chance.pick([20_000, 90_000, 15 * minuteMs]) };
}

const fates = ['twice', 'late', 'out of order', 'forged', 'lost', 're-serialised'] as const;

function weatherAt(chance: Chance, atMs: number): Happening {
  const rules: (CallWeather | WebhookWeather)[] = [];
  if (chance.happens(0.7)) rules.push(callWeather(chance, pay, 'payoneer', 1));
  if (chance.happens(0.4)) rules.push(callWeather(chance, status, 'payoneer', chance.whole(1, 8)));
  if (chance.happens(0.15)) rules.push(callWeather(chance, 'GET /v4/programs/:program/balance', 'payoneer', 1));
  if (chance.happens(0.4)) rules.push(callWeather(chance, 'POST /services/data/:version/composite', 'salesforce', chance.whole(1, 3)));
  if (chance.happens(0.1)) rules.push(callWeather(chance, '*', chance.pick(['payoneer', 'salesforce']), 2));
  if (chance.happens(0.1)) rules.push(requestLimit(4));
  for (let count = chance.whole(1, 3); count > 0; count--) rules.push({ webhooks: chance.pick(fates), times: chance.whole(1, 2), skip: chance.whole(0, 2), lateMs: chance.pick([minuteMs, 2 * hourMs]) });
  return { atMs, what: 'weather', rules };
}

/** Who is approved when, and the weather of each wave. */
function wavesOf(chance: Chance, debts: readonly Debt[], crowd: CrowdPlan | undefined): Happening[] {
  const waves = chance.whole(1, 3);
  const all: Happening[] = [];
  for (let wave = 0; wave < waves; wave++) {
    const atMs = wave === 0 ? minuteMs : chance.whole(10, 300) * minuteMs;
    all.push({ atMs, what: 'wave', debts: debts.flatMap((_, index) => (index % waves === wave && !crowd?.isLast(index) ? [index] : [])) });
    if (chance.happens(0.75)) all.push(weatherAt(chance, Math.max(0, atMs - minuteMs)));
  }
  if (!crowd) return all;
  const { lastWaveMs: atMs, isLast } = crowd;
  const inTheAir = [1, 2].map(() => ({ ...callWeather(chance, pay, 'payoneer', 1), skip: 0 }));
  return [...all, ...crowd.happenings, { atMs: atMs - 2_000, what: 'weather', rules: inTheAir }, weatherAt(chance, atMs - minuteMs), { atMs, what: 'wave', debts: debts.flatMap((_, index) => (isLast(index) ? [index] : [])) }];
}

/** Everything that will happen in one simulation, drawn from its seed before it begins. All weather is in its first day; the rest of the days is for what settles late. */
export function planOf(seed: number, payouts: number, days = 2.5625): Plan {
  const chance = openChance(seed, 'plan');
  const { payees, debts } = debtsOf(chance, payouts);
  const during = (): number => chance.whole(0, stormMs);
  const crowd = crowdPlanOf(seed, payouts);
  const happenings = wavesOf(chance, debts, crowd);
  happenings.push(...raritiesOf(chance, during, happenings.findLast(({ what }) => what === 'wave')?.atMs ?? 0));
  const late = lateNewsOf(openChance(seed, 'late news'), happenings.flatMap(({ what, atMs }) => (what === 'wave' ? [atMs] : [])), stormMs);
  for (let atMs = 2 * hourMs; atMs < 30 * hourMs; atMs += 5 * hourMs) happenings.push({ atMs, what: 'tend' });
  const scarce = chance.happens(0.3);
  if (scarce) happenings.push({ atMs: chance.whole(30, 500) * minuteMs, what: 'fund' });
  const fundsMinor = { ...Object.fromEntries(programs.map(({ program }) => [program, scarce ? chance.whole(0, 120_00 * payouts) : 1_000_000_00])), ...crowd?.fundsMinor };
  const finance = financePlanOf(openChance(seed, 'finance'), stormMs);
  if (finance) happenings.push(...owedPlanOf(openChance(seed, 'owed'), stormMs));
  happenings.push(...(finance?.happenings ?? []), ...(finance?.weather ?? []).map(({ atMs, rules }) => ({ atMs, what: 'weather' as const, rules })), ...late.happenings);
  const policies = { ...policiesOf(openChance(seed, 'policies')), ...(late.slow || crowd ? { transferredAfterMs: 3 * hourMs } : {}), ...finance?.policies };
  return { seed, payees, debts, finance, listens: openChance(seed, 'listens').happens(0.4), policies, fundsMinor, happenings: happenings.toSorted((a, b) => a.atMs - b.atMs), calmMs: stormMs, endMs: days * 24 * hourMs };
}
