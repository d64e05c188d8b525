/** Stand-in for lightning/empApi: platform events of the org as server-sent events of the same origin. */
const subscriptions = new Map();
const errorListeners = new Set();
let last = 0;
let tabs;

/** What the tab with the stream says to all: each takes what its persona may read. */
function hear({ error, readers, message }) {
  if (error) return errorListeners.forEach((listener) => listener({ error }));
  if (!readers.includes(window.quittancePreview.persona.key)) return undefined;
  return [...subscriptions.values()].forEach(({ channel, heard }) => channel === message.channel && heard(message));
}

function holdStream() {
  const tell = (said) => {
    tabs.postMessage(said);
    hear(said);
  };
  const source = new EventSource('/preview/events');
  source.onmessage = ({ data }) => tell(JSON.parse(data));
  source.onerror = () => tell({ error: 'The event channel is interrupted.' });
}

/**
 * A browser opens six connections to one address over HTTP/1.1; a stream of each tab would leave none for what the pages ask. So the tab that
 * has the lock holds the one stream for all of them; when it closes, the next one does.
 */
function open() {
  tabs = new BroadcastChannel('quittance-events');
  tabs.onmessage = ({ data }) => hear(data);
  void navigator.locks.request('quittance-events', () => new Promise(holdStream));
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
