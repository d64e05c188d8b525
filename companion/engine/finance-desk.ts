import type { FeeBooks, FxRateProvider, Owed, RateBooks, Reportable } from '../domain/rate-and-fee-books.ts';
import { chooseRate } from '../domain/choose-rate.ts';
import type { Rate } from '../domain/rate.ts';
import type { FeeRow } from '../store/fee-rows.ts';
import { divideFees, feesToAllocate, findRules, lookAtFees, takeDecisions, type FeeLook } from './allocate-fees.ts';
import { convertOwed } from './convert-owed.ts';
import type { Noted } from './noted.ts';
import type { Office } from './office.ts';
import { keepRates, nextRates, offerRates, readRates, type RatesRead } from './rates.ts';
import { convertRequests, lookAtReportable, reportingSeen, wantsAmounts, type ReportingLook } from './reporting.ts';

type Sources = readonly (FxRateProvider | undefined)[];
const present = (sources: Sources): readonly FxRateProvider[] => sources.filter((source) => source !== undefined);

/** Feeds the org's own dated rates from what is believed now. Trouble there is said and harms nothing else. */
async function feedDated(office: Office, books: RateBooks): Promise<readonly Noted[]> {
  const { store, tools, finance } = office;
  if (!finance.datedRates) return [];
  const now = tools.now();
  const rates = (await store.rates.believed(now)).filter(({ kind }) => kind !== 'observed');
  const fed = await books.feedDated(new Date(now).toISOString().slice(0, 10), (corporate, currency) => {
    const chosen = chooseRate(rates, { base: corporate, quote: currency }, now, finance.rateMaxAgeMs);
    return chosen.is === 'rate' ? chosen.rate : undefined;
  });
  if ('off' in fed) tools.log.info(`Exchange rates: the org's dated rates are not fed. ${fed.off}`);
  return [{ id: 'rates:dated', note: fed }];
}

/** What the flows of rates and fees may do. None of it moves money. */
export function financeDesk(office: Office) {
  const { store, tools, timing } = office;
  return {
    readRates: (sources: Sources): Promise<RatesRead> => readRates(office, present(sources)),
    keepRates: (rates: readonly Rate[]): Promise<readonly Noted[]> => keepRates(office, rates),
    offerRates: (): Promise<readonly Noted[]> => offerRates(office),
    feedDated: (books: RateBooks): Promise<readonly Noted[]> => feedDated(office, books),
    /** Requests are looked at after each round: one that has no rate is said to have none only when the sources were asked. */
    async nextRates(sources: Sources): Promise<void> {
      await store.timers.set('rates', '', await nextRates(office, present(sources)));
      if (wantsAmounts(office.finance)) await store.timers.atLatest('reporting', '', tools.now());
    },
    lookAtReportable: (books: RateBooks): Promise<ReportingLook> => lookAtReportable(office, books),
    convertOwed: (requests: readonly Owed[]): Promise<readonly Noted[]> => convertOwed(office, requests),
    convertRequests: (requests: readonly Reportable[]): Promise<readonly Noted[]> => convertRequests(office, requests),
    reportingSeen: (look: ReportingLook): Promise<void> => reportingSeen(office, look),
    lookAtFees: (books: FeeBooks): Promise<FeeLook> => lookAtFees(office, books),
    feesToAllocate: (look: FeeLook): Promise<readonly FeeRow[]> => feesToAllocate(office, look),
    findFeeRules: (look: FeeLook, fees: readonly FeeRow[]): Promise<readonly FeeRow[]> => findRules(office, look, fees),
    divideFees: (look: FeeLook, fees: readonly FeeRow[]): Promise<readonly Noted[]> => divideFees(office, look, fees),
    takeFeeDecisions: (look: FeeLook): Promise<readonly Noted[]> => takeDecisions(office, look),
    /** The first looks after a start. What is switched off is said once, here. */
    async begin(played: readonly string[], sources: Sources): Promise<void> {
      if (played.includes('exchange-rates')) {
        for (const source of present(sources)) if (source.off !== undefined) tools.log.info(`Exchange rates: ${source.off} It costs no call.`);
        if (office.finance.reportingCurrency === undefined) tools.log.info('Exchange rates: no reporting amounts are written, because QUITTANCE_REPORTING_CURRENCY is empty. It costs no call.');
        if (!office.finance.convertOwed) tools.log.info('Exchange rates: what is owed in another currency is not converted, because QUITTANCE_CONVERT_OWED is off. It costs no call.');
        if (wantsAmounts(office.finance)) await store.timers.atLatest('reporting', '', tools.now() + timing.reportingMs);
        await store.timers.atLatest('rates', '', tools.now());
      } else tools.log.info('Exchange rates are off, because config/pairs.json does not name exchange-rates. They cost no call.');
      if (played.includes('fee-allocation')) await store.timers.atLatest('fee-allocation', '', tools.now() + timing.writeDelayMs);
      else tools.log.info('Fee allocation is off, because config/pairs.json does not name fee-allocation. It costs no call.');
    },
  };
}
