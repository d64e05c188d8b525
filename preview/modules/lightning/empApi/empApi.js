/** Stand-in for lightning/empApi: platform events of the org as server-sent events of the same origin. */
const subscriptions = new Map();
const errorListeners = new Set();
let last = 0;
let tabs;
let worker;

/** All tabs hear the one stream that the worker holds; each takes what its persona may read. */
function hear({ data: { error, readers, message } }) {
  if (error) return errorListeners.forEach((listener) => listener({ error }));
  if (!readers.includes(window.quittancePreview.persona.key)) return undefined;
  return [...subscriptions.values()].forEach(({ channel, heard }) => channel === message.channel && heard(message));
}

function open() {
  tabs = new BroadcastChannel('quittance-events');
  tabs.onmessage = hear;
  // It lives as long as any tab that started it.
  worker = new SharedWorker('/preview/assets/event-stream.js', 'quittance-events');
  worker.onerror = () => errorListeners.forEach((listener) => listener({ error: 'The event channel could not be opened.' }));
}

export async function subscribe(channel, replayId, heard) {
  if (!tabs) open();
  last += 1;
  subscriptions.set(last, { channel, heard });
  return { id: String(last), channel, replayId };
}

export async function unsubscribe(subscription, done) {
  subscriptions.delete(Number(subscription.id));
  done?.({ id: subscription.id, successful: true });
}

export async function onError(listener) {
  errorListeners.add(listener);
}

export function setDebugFlag() {}

export async function isEmpEnabled() {
  return true;
}
