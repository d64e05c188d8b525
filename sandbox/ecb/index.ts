import type { Answer, Call, StandIn } from '../kit/stand-in.ts';
import type { World } from '../kit/world.ts';
import { fileOf, type Published } from './file.ts';
import { latestDay } from './latest-day.ts';

export interface EcbHandle {
  /** What is served now. Mutable through the two below only. */
  readonly published: Published;
  /** The file of a day, by default the latest working day's; currencies that are not named keep their rate. Several of one day correct each other, as the bank may. */
  publish(rates: Readonly<Record<string, string>>, day?: string): void;
  /** Serves these bytes instead of a file, until the next `publish`: a proxy's page, half a file. */
  serveInstead(body: string): void;
}

/** Invented rates of the right size for the currencies of the real file that the sandbox pays in. */
const usual: Readonly<Record<string, string>> = { USD: '1.0920', JPY: '158.11', GBP: '0.85940', CHF: '0.9384', SEK: '11.4210', NOK: '11.7350', DKK: '7.4593', PLN: '4.3118', CZK: '25.210', HUF: '408.35', RON: '4.9765', CAD: '1.4730', AUD: '1.6480', NZD: '1.8210', INR: '90.4520', KRW: '1478.20', MXN: '19.6120', PHP: '61.540', ZAR: '19.8120', BRL: '5.8730', TRY: '55.1650', ILS: '3.6120', HKD: '8.5310', SGD: '1.4410', THB: '37.410', MYR: '4.6120', IDR: '17890.50', CNY: '7.7810', ISK: '146.10' };

/** The European Central Bank's web server, as far as one file goes. It knows weekends and no holidays; the day is the caller's when told. */
export function open(options: { readonly world: World; readonly rates?: Readonly<Record<string, string>>; readonly day?: string }): EcbHandle & { readonly standIn: StandIn } {
  const first = (): Published => ({ day: options.day ?? latestDay(options.world.clock.now()), rates: { ...usual, ...options.rates } });
  let published = first();
  let instead: string | undefined;
  const handle: EcbHandle = {
    get published() {
      return published;
    },
    publish(rates, day) {
      instead = undefined;
      published = { day: day ?? latestDay(options.world.clock.now()), rates: { ...published.rates, ...rates } };
    },
    serveInstead(body) {
      instead = body;
    },
  };
  const serve: Answer = () => ({ status: 200, headers: { 'content-type': 'text/xml' }, body: instead ?? fileOf(published) });
  const standIn: StandIn = {
    name: 'ecb',
    doors: { 'GET /stats/eurofxref/eurofxref-daily.xml': serve },
    control: { 'POST /_ecb/publish': (call) => toldToPublish(handle, call) },
    reset() {
      published = first();
      instead = undefined;
    },
  };
  return Object.assign(handle, { standIn });
}

function toldToPublish(handle: EcbHandle, call: Call) {
  try {
    const { rates, day } = call.json() as { rates?: Record<string, string>; day?: string };
    if (!rates || Object.values(rates).some((rate) => typeof rate !== 'string')) throw new Error('rates are texts by currency, like {"rates":{"USD":"1.10"}}');
    handle.publish(rates, day);
    return { status: 200, body: handle.published };
  } catch (error) {
    return { status: 400, body: { error: error instanceof Error ? error.message : String(error) } };
  }
}
