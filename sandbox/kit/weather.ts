import type { Reply } from './call.ts';
import { type Door, toDoor } from './doors.ts';

/** How often a rule strikes: `times` (default 1, or without end when there is a chance) after `skip` matching calls, each with probability `chance`. */
interface Strikes {
  readonly times?: number;
  readonly skip?: number;
  readonly chance?: number;
}

/**
 * Bad weather at a door. `before`: the call is not carried out. `after`: it is, and then the answer is bad; lose the answer =
 * `{ when: 'after', reply: 'drop' }`. `late`: carried out and answered `lateMs` later, when the caller may have given up long ago.
 */
export interface CallWeather extends Strikes {
  /** A door's own text, any pattern that fits the call's path, or `*`. */
  readonly door: string;
  readonly standIn?: string;
  readonly when: 'before' | 'after';
  readonly reply: Reply | 'hang' | 'reset' | 'drop' | 'late';
  readonly lateMs?: number;
}

export const webhookFates = ['twice', 'late', 'out of order', 'forged', 'lost', 're-serialised'] as const;
export type WebhookFate = (typeof webhookFates)[number];

/** Bad weather for webhooks on their way out; `event` limits it to one kind. */
export interface WebhookWeather extends Strikes {
  readonly webhooks: WebhookFate;
  readonly event?: string;
  /** How late a late one is, and how long one out of order waits for a follower at most; default one minute. */
  readonly lateMs?: number;
}

export interface WeatherBoard {
  add(...rules: readonly (CallWeather | WebhookWeather)[]): void;
  clear(): void;
  readonly rules: readonly (CallWeather | WebhookWeather)[];
  /** The rule that strikes this call, used up by asking. */
  forCall(standIn: string, door: string, method: string, url: URL): CallWeather | undefined;
  forWebhook(event: string): WebhookWeather | undefined;
}

interface Armed<Rule> {
  readonly rule: Rule;
  left: number;
  toSkip: number;
}

interface ArmedCall extends Armed<CallWeather> {
  readonly door: Door | undefined;
}

export function weatherBoard(random: () => number): WeatherBoard {
  let calls: ArmedCall[] = [];
  let webhooks: Armed<WebhookWeather>[] = [];
  return {
    add(...rules) {
      for (const rule of rules) {
        if ('webhooks' in rule) webhooks.push({ ...armed(rule), rule });
        else calls.push({ ...armed(rule), rule, door: rule.door === '*' ? undefined : toDoor(rule.door) });
      }
    },
    clear() {
      calls = [];
      webhooks = [];
    },
    get rules() {
      return [...calls, ...webhooks].filter(({ left }) => left > 0).map(({ rule }) => rule);
    },
    forCall(standIn, door, method, url) {
      const fits = ({ rule, door: pattern }: ArmedCall): boolean =>
        (rule.standIn ?? standIn) === standIn && (!pattern || pattern.text === door || pattern.match(method, url) !== undefined);
      return calls.find((each) => fits(each) && strikes(each, random))?.rule;
    },
    forWebhook(event) {
      return webhooks.find((each) => (each.rule.event ?? event) === event && strikes(each, random))?.rule;
    },
  };
}

function armed(rule: Strikes): { left: number; toSkip: number } {
  return { left: rule.times ?? (rule.chance === undefined ? 1 : Infinity), toSkip: rule.skip ?? 0 };
}

/** Asking has an effect: what is skipped or used is counted here. */
function strikes(each: Armed<Strikes>, random: () => number): boolean {
  if (each.left <= 0) return false;
  if (each.toSkip > 0) {
    each.toSkip -= 1;
    return false;
  }
  if (each.rule.chance !== undefined && random() >= each.rule.chance) return false;
  each.left -= 1;
  return true;
}
