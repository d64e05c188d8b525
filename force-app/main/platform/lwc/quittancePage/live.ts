import { onError, subscribe, unsubscribe, type EventMessage, type Subscription } from 'lightning/empApi';
import REQUEST_STATUS from '@salesforce/schema/Payment_Request__c.Status__c';

type Listener = (recordIds: readonly string[]) => void;

/** How often a page looks by itself while the event channel can't be had. */
const lookEveryMs = 30_000;
/** How often a page that watches for silence looks: a companion that has stopped publishes nothing that would tell it. */
const watchEveryMs = 60_000;

/** `quittance__` in an org with the namespace, '' without: the event has the same prefix as the fields. */
const prefix = /^[A-Za-z0-9]+__(?=\w+__c$)/.exec(REQUEST_STATUS.fieldApiName)?.[0] ?? '';
const channel = `/event/${prefix}Payment_Status_Changed__e`;

/** One subscription serves all components of a page: an org counts every subscriber of an event. */
const listeners = new Set<Listener>();
let subscription: Promise<Subscription | undefined> | undefined;
let timer: ReturnType<typeof setInterval> | undefined;
let hearsErrors = false;

const visible = (): boolean => document.visibilityState !== 'hidden';
const tellAll = (recordIds: readonly string[]): void => listeners.forEach((listener) => listener(recordIds));

/** The ids a message is about; none when it does not say. */
function idsIn({ data }: EventMessage): readonly string[] {
  const said = [data.payload[`${prefix}Record_Ids__c`], data.payload[`${prefix}Record_Id__c`]];
  return said.flatMap((ids) => (typeof ids === 'string' ? ids.split(',') : [])).map((id) => id.trim()).filter((id) => id !== '');
}

function lookByItself(): void {
  if (timer === undefined && visible() && listeners.size > 0) timer = setInterval(() => tellAll([]), lookEveryMs);
}

/** The first subscriber of a page also hears when the channel is lost; empApi knows no way to stop hearing that. */
function hearErrors(): void {
  if (hearsErrors) return;
  hearsErrors = true;
  onError(lookByItself).catch(lookByItself);
}

function enter(): void {
  hearErrors();
  subscription ??= subscribe(channel, -1, (message) => tellAll(idsIn(message))).catch(() => {
    lookByItself();
    return undefined;
  });
}

function leave(): void {
  clearInterval(timer);
  timer = undefined;
  subscription?.then((held) => (held ? unsubscribe(held, () => undefined) : undefined)).catch(() => undefined);
  subscription = undefined;
}

function onVisibility(): void {
  if (!visible()) {
    leave();
    return;
  }
  enter();
  // What changed while nobody looked was not heard.
  tellAll([]);
}

/**
 * Keeps a component current while its page is visible: by the platform event, or every 30 s when that channel can't be had. `refresh` is
 * called when a message names `recordId()` or no record at all, when `recordId()` is undefined, and when the page comes into view again.
 * Answers a function that ends it.
 */
export function stayCurrent(recordId: () => string | undefined, refresh: () => void): () => void {
  const listener: Listener = (ids) => {
    const own = recordId();
    // Ids come with 15 or 18 characters.
    if (own === undefined || ids.length === 0 || ids.some((id) => id.slice(0, 15) === own.slice(0, 15))) refresh();
  };
  if (listeners.size === 0) document.addEventListener('visibilitychange', onVisibility);
  listeners.add(listener);
  if (visible()) enter();
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    document.removeEventListener('visibilitychange', onVisibility);
    leave();
  };
}

/**
 * As `stayCurrent` for whatever changes, and every minute besides while the page is visible: what is watched may be that nothing happens.
 * Answers a function that ends it.
 */
export function stayWatchful(refresh: () => void): () => void {
  const watch = setInterval(() => (visible() ? refresh() : undefined), watchEveryMs);
  const end = stayCurrent(() => undefined, refresh);
  return () => {
    clearInterval(watch);
    end();
  };
}
