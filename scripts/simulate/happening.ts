import type { BusWeather } from '../../sandbox/salesforce/bus-weather.ts';
import type { CallWeather, WebhookWeather } from '../../sandbox/kit/weather.ts';
import type { SaveFault } from '../../sandbox/salesforce/org.ts';
import type { FinanceHappening } from './finance-plan.ts';
import type { Doom } from './life.ts';
import type { StoreFault } from './store-fault.ts';

export const minuteMs = 60_000;
export const hourMs = 60 * minuteMs;

/** Something that happens at a time after the start, in milliseconds. */
export type Happening =
  | FinanceHappening
  | { readonly atMs: number; readonly what: 'wave'; readonly debts: readonly number[] }
  | { readonly atMs: number; readonly what: 'weather'; readonly rules: readonly (CallWeather | WebhookWeather)[] }
  | { readonly atMs: number; readonly what: 'books fault'; readonly fault: SaveFault }
  | { readonly atMs: number; readonly what: 'doom'; readonly doom: Doom }
  | { readonly atMs: number; readonly what: 'restart' | 'deploy' | 'zombie' | 'second instance' | 'copy' | 'restore' | 'marked restore' | 'old restore' | 'second companion' }
  | { readonly atMs: number; readonly what: 'fund' | 'funds leave' | 'bank return' | 'change payee' | 'deactivate payee' | 'stranger' | 'lie' | 'lie after the end' }
  | { readonly atMs: number; readonly what: 'tend' | 'correct' | 'edit after approval' | 'rule switched off' | 'end sessions' | 'limit after send' | 'events dropped' }
  | { readonly atMs: number; readonly what: 'provider cancels' | 'payee must act' | 'contradiction' | 'forgotten' | 'return denied' | 'refused by name' }
  | { readonly atMs: number; readonly what: 'events'; readonly trouble: keyof BusWeather; readonly times: number }
  | { readonly atMs: number; readonly what: 'store fault'; readonly kind: StoreFault['kind']; readonly left: number; readonly forMs: number }
  | { readonly atMs: number; readonly what: 'another org'; readonly forMs: number }
  /** Waits until a submission is in the air, and happens then. */
  | { readonly atMs: number; readonly what: 'ambush'; readonly of: Happening }
  | { readonly atMs: number; readonly what: 'skew'; readonly skewMs: number }
  | { readonly atMs: number; readonly what: 'pause' | 'org pause'; readonly on: boolean };
