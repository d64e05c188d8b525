import { isSilent, numberOr, textOr, type ConnectionNode } from 'c/quittancePage';
import { label } from './labels';

/** From here on the day's calls may not last. */
const nearlyUsed = 0.8;

const modes: Readonly<Record<string, string>> = { Normal: label.modeNormal, Recovery: label.modeRecovery, Paused: label.modePaused };
const breakers: Readonly<Record<string, string>> = { Closed: label.breakerClosed, Open: label.breakerOpen, 'Half-open': label.breakerHalfOpen };
const usual: ReadonlySet<string> = new Set(['Normal', 'Closed']);

/** One thing known of a connection: a text, a number, or a time with the text for when there is none. */
interface Sign {
  readonly key: string;
  readonly name: string;
  readonly at: string | undefined;
  /** The same in epoch ms: lightning-relative-date-time takes no text. */
  readonly atMs: number | undefined;
  readonly count: number | undefined;
  readonly text: string | undefined;
  readonly look: string;
}

/** API calls of the day against the limit. */
interface Calls {
  readonly used: number;
  readonly limit: number;
  /** 0 to 100. */
  readonly percent: number;
  readonly nearlyUsed: boolean;
}

/** A connection as the page shows it. */
export interface Health {
  readonly key: string;
  readonly name: string;
  readonly recordLink: string;
  readonly silent: boolean;
  readonly verdict: string;
  readonly verdictLook: string;
  readonly verdictIcon: string;
  /** What to do about a silence. */
  readonly advice: string | undefined;
  readonly signs: readonly Sign[];
  /** Undefined for a connection that does not count them. */
  readonly calls: Calls | undefined;
}

const sign = (key: string, name: string, known: Partial<Pick<Sign, 'at' | 'count' | 'text'>>, trouble = false): Sign => ({
  key, name, at: known.at, atMs: known.at === undefined ? undefined : Date.parse(known.at), count: known.count, text: known.text, look: `sign sign_${key}${trouble ? ' slds-text-color_error' : ''}`,
});

/** A time, or in words that there is none. */
const timed = (key: string, name: string, at: string | null, none: string, trouble = false): Sign => sign(key, name, at ? { at } : { text: none }, trouble);

/** A picklist's value with what it means; a value of a later version is shown as it is. */
const worded = (key: string, name: string, value: string | null, meanings: Readonly<Record<string, string>>): Sign =>
  sign(key, name, { text: value === null ? label.notSaid : (meanings[value] ?? value) }, value !== null && !usual.has(value));

/** When news last came. A connection hears by events or by webhooks: once it did by one of them, the other is not its way. */
function newsOf({ lastEventAt: { value: event }, lastWebhookAt: { value: webhook } }: ConnectionNode): readonly Sign[] {
  const signs = [timed('event', label.event, event, label.noneYet), timed('webhook', label.webhook, webhook, label.noneYet)];
  const came = signs.filter(({ at }) => at !== undefined);
  return came.length > 0 ? came : signs;
}

function callsOf({ callsUsed, callsLimit }: ConnectionNode): Calls | undefined {
  const [used, limit] = [numberOr(callsUsed.value, undefined), numberOr(callsLimit.value, 0)];
  if (used === undefined || limit <= 0) return undefined;
  return { used, limit, percent: Math.min(100, Math.round((used / limit) * 100)), nearlyUsed: used / limit >= nearlyUsed };
}

/** A connection's row in words, as of `nowMs` (epoch ms). */
export function healthOf(node: ConnectionNode, nowMs: number): Health {
  const silent = isSilent(node, nowMs);
  const backlog = numberOr(node.backlog.value, undefined);
  return {
    key: node.Id,
    name: textOr(node.connectionKey.value, textOr(node.name.value, node.Id)),
    recordLink: `/${node.Id}`,
    silent,
    verdict: silent ? label.silent : label.alive,
    verdictLook: silent ? 'slds-theme_error' : 'slds-theme_success',
    verdictIcon: silent ? 'utility:error' : 'utility:success',
    advice: !silent ? undefined : node.heartbeatAt.value ? label.silentText : label.neverText,
    signs: [
      timed('heartbeat', label.heartbeat, node.heartbeatAt.value, label.noneYet, silent),
      worded('mode', label.mode, node.mode.value, modes),
      worded('breaker', label.breaker, node.breaker.value, breakers),
      ...newsOf(node),
      sign('backlog', label.backlog, backlog === undefined ? { text: label.notSaid } : { count: backlog }),
      timed('oldest', label.oldest, node.oldestUnknownAt.value, label.oldestNone, node.oldestUnknownAt.value !== null),
      ...(node.firstLoad.value === null ? [] : [sign('load', label.firstLoad, { text: node.firstLoad.value })]),
    ],
    calls: callsOf(node),
  };
}
