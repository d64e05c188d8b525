import { toCall } from '../../sandbox/kit/call.ts';
import type { CallWeather, WebhookWeather } from '../../sandbox/kit/weather.ts';
import type { World } from '../../sandbox/kit/world.ts';
import type { SaveFault } from '../../sandbox/salesforce/org.ts';
import type { ServedOutside } from './parts.ts';
import { settingsPaused } from './weather-settings.ts';

/** One switch of the weather panel, with plain words for what it does to the outside world and what a person should see then. */
export interface WeatherSwitch {
  readonly id: string;
  readonly group: string;
  readonly label: string;
  readonly happens: string;
  readonly expect: string;
  /** Read from the outside world itself, so that weather that has passed shows as off. */
  isOn(): boolean;
  /** Throws in words what the outside world refuses. */
  turn(on: boolean): void | Promise<void>;
}

type Rule = CallWeather | WebhookWeather;
type Words = Pick<WeatherSwitch, 'id' | 'label' | 'happens' | 'expect'>;

const downMs = 60_000;
const always = Infinity;
const submission = 'POST /v4/programs/:program/masspayouts';
const downReply = { status: 503, headers: { 'content-type': 'application/json' }, body: [{ errorCode: 'SERVER_UNAVAILABLE', message: 'Server is unavailable; please try again later.' }] };

/** The board takes rules away only all at once, so that the others are put back; a rule somebody else laid starts its count again. */
function removed(world: World, ours: readonly Rule[]): void {
  const rest = world.weather.rules.filter((rule) => !ours.includes(rule));
  world.weather.clear();
  world.weather.add(...rest);
}

/** Weather while it is on, or until it has struck as often as its rules say; `forMs` ends it by itself. */
function ruled(world: World, group: string, words: Words, rules: readonly Rule[], forMs?: number): WeatherSwitch {
  let cancel: (() => void) | undefined;
  return {
    ...words, group,
    isOn: () => world.weather.rules.some((rule) => rules.includes(rule)),
    turn(on) {
      cancel?.();
      cancel = undefined;
      removed(world, rules);
      if (!on) return;
      world.weather.add(...rules);
      if (forMs !== undefined) cancel = world.clock.after(forMs, () => removed(world, rules));
    },
  };
}

function payoneerSwitches({ world, payoneer: { policies } }: ServedOutside): WeatherSwitch[] {
  const group = 'Payoneer';
  const every = (rule: Pick<CallWeather, 'reply'> & Partial<CallWeather>): CallWeather => ({ door: '*', standIn: 'payoneer', when: 'before', times: always, ...rule });
  const policy = (words: Words, isOn: () => boolean, turn: (on: boolean) => void): WeatherSwitch => ({ ...words, group, isOn, turn });
  const usualMs = policies.transferredAfterMs;
  return [
    ruled(world, group, { id: 'payoneer-slow', label: 'Answers come late', happens: 'Payoneer hears, does and answers everything four seconds late.', expect: 'Payments complete, only later. A batch whose answer comes too late shows Outcome Unknown until the companion has asked; nothing is sent again out of impatience.' }, [every({ reply: 'late', lateMs: 4_000 })]),
    ruled(world, group, { id: 'payoneer-down', label: 'Payoneer is down', happens: 'Every call to Payoneer gets a 503 and nothing is carried out.', expect: 'Nothing new is paid. A batch that was just being sent shows Outcome Unknown; if Payoneer goes on knowing nothing of it, its payments go On Hold and a person decides.' }, [every({ reply: { status: 503, body: { error: 'Service Unavailable' } } })]),
    ruled(world, group, { id: 'lost-answer', label: 'Lose the next answer to a batch', happens: 'Payoneer takes the next batch of payouts, and its answer never arrives. Then the switch goes off by itself.', expect: 'The batch shows Outcome Unknown, the companion asks for every payout of it, and nobody is paid twice.' }, [{ door: submission, standIn: 'payoneer', when: 'after', reply: 'drop', times: 1 }]),
    policy({ id: 'rate-limit', label: 'Rate limit', happens: 'Payoneer accepts five calls every ten seconds and refuses the others with 429.', expect: 'Questions take turns and wait as long as Payoneer says, so that payments take longer. A refused batch shows Outcome Unknown first, as nobody says whether a 429 took it.' },
      () => policies.rateLimit !== undefined, (on) => void (policies.rateLimit = on ? { calls: 5, windowMs: 10_000, retryAfter: 'seconds' } : undefined)),
    policy({ id: 'slow-transfers', label: 'Transfers take a minute', happens: 'Payoneer takes payouts at once and needs another minute until the money is with the payee.', expect: 'Payments sent from now on stay in flight for a minute, and the In Flight figures grow.' },
      () => policies.transferredAfterMs !== usualMs, (on) => void (policies.transferredAfterMs = on ? 60_000 : usualMs)),
  ];
}

function noticeSwitches({ world, bus }: ServedOutside): WeatherSwitch[] {
  const fates: WeatherSwitch[] = [];
  /** A notice has one fate: the switch turned last is the one that counts. */
  const notices = (words: Words, rule: WebhookWeather): WeatherSwitch => {
    const alone = ruled(world, 'Notices', words, [{ times: always, ...rule }]);
    const turn = (on: boolean): void => {
      if (on) for (const other of fates) if (other.isOn()) void other.turn(false);
      void alone.turn(on);
    };
    const made = { ...alone, turn };
    fates.push(made);
    return made;
  };
  const ahead = 1_000_000;
  const events: WeatherSwitch[] = bus === undefined ? [] : [{
    id: 'events-missed', group: 'Notices', label: 'Platform events are lost', happens: 'Salesforce no longer tells the companion that there is work to do.', expect: 'Approved payments wait for the next sweep of the companion, a few seconds here, and are then paid as ever.',
    isOn: () => bus.weather.missed > 0, turn: (on) => void (bus.weather.missed = on ? ahead : 0),
  }];
  return [
    notices({ id: 'webhooks-late', label: 'Webhooks come late', happens: 'Every notice of Payoneer arrives twenty seconds after its time.', expect: 'The companion asks for the status by itself, and a late notice changes nothing that is known already.' }, { webhooks: 'late', lateMs: 20_000 }),
    notices({ id: 'webhooks-twice', label: 'Webhooks come twice', happens: 'Every notice arrives a second time.', expect: 'Nothing: the second one is recognised and put aside.' }, { webhooks: 'twice' }),
    notices({ id: 'webhooks-stopped', label: 'Webhooks stop', happens: 'No notice of Payoneer arrives any more.', expect: 'Payments end as ever, because the companion asks. They take a little longer.' }, { webhooks: 'lost' }),
    notices({ id: 'webhooks-forged', label: 'Forged webhooks', happens: 'Somebody sends a forged copy with every genuine notice.', expect: 'Forged ones are refused at the door, and no payment changes because of them.' }, { webhooks: 'forged' }),
    ...events,
  ];
}

/** Calls used today, as the org itself counts them; asked at its own door, where no weather falls. Throws in words when it does not tell. */
async function usedCalls({ org: { standIn, tokenFor }, people, urls, world }: ServedOutside): Promise<number> {
  const url = new URL('/services/data/v66.0/limits', urls.salesforce);
  const headers = new Headers({ authorization: `Bearer ${tokenFor(people.admin)}` });
  const answer = await standIn.doors['GET /services/data/:version/limits']?.(toCall({ method: 'GET', url, headers, bytes: new Uint8Array() }, { version: 'v66.0' }), world);
  const { DailyApiRequests: daily } = (answer?.body ?? {}) as { DailyApiRequests?: { Max: number; Remaining: number } };
  if (!daily) throw new Error(`Weather: the org does not tell its limits (${answer?.status ?? 'no door'}). Press Clear sky and try again.`);
  return daily.Max - daily.Remaining;
}

function salesforceSwitches(outside: ServedOutside): WeatherSwitch[] {
  const { world, org: { org } } = outside;
  const { policies } = org;
  const group = 'Salesforce';
  const usualRequests = policies.dailyApiRequests;
  const locked: SaveFault = { statusCode: 'UNABLE_TO_LOCK_ROW', times: 0, skip: 0, everyNth: 3 };
  return [
    ruled(world, group, { id: 'salesforce-down', label: 'Down for a minute', happens: 'Salesforce answers every call of the companion with 503 for one minute. These pages stay open, so that one can watch.', expect: 'Payments that are out go on at Payoneer; the records catch up when the minute is over. Nothing new is sent meanwhile.' },
      [{ door: '*', standIn: 'salesforce', when: 'before', reply: downReply, times: always }], downMs),
    {
      id: 'row-locks', group, label: 'Row locks', happens: 'Every third record saved is refused with UNABLE_TO_LOCK_ROW, thirty times in all, whoever saves it.', expect: 'The companion saves again. A save of your own may be refused once: save again.',
      isOn: () => policies.failNextSaves.includes(locked) && locked.times > 0,
      turn(on) {
        policies.failNextSaves = policies.failNextSaves.filter((fault) => fault !== locked);
        Object.assign(locked, { times: on ? 30 : 0, skip: 0 });
        if (on) policies.failNextSaves.push(locked);
      },
    },
    {
      id: 'calls-used-up', group, label: 'API allowance nearly used', happens: 'Only fifty calls are left today, and these pages use the same ones.', expect: 'The companion keeps the rest for reporting what is on its way, sends nothing new and raises a Sync Issue. If all calls go, it waits fifteen minutes.',
      isOn: () => policies.dailyApiRequests !== usualRequests,
      async turn(on) {
        policies.dailyApiRequests = usualRequests;
        if (on) policies.dailyApiRequests = (await usedCalls(outside)) + 50;
      },
    },
  ];
}

/** Every switch of the panel, group by group. */
export function weatherSwitches(outside: ServedOutside): WeatherSwitch[] {
  const pause: WeatherSwitch = {
    id: 'pause-all', group: 'Settings', label: 'Pause all sending', happens: 'An administrator turns on Pause All in the settings of Quittance, the kill switch.', expect: 'Approved payments wait. What is already on its way is followed to its end.',
    ...settingsPaused(outside),
  };
  return [...payoneerSwitches(outside), ...noticeSwitches(outside), ...salesforceSwitches(outside), pause];
}
