/** Stand-in for lightning/empApi: platform events of the org as server-sent events of the same origin. */
const subscriptions = new Map();
const errorListeners = new Set();
let last = 0;
let source;

function open() {
  source = new EventSource(`/preview/events?persona=${encodeURIComponent(window.quittancePreview.persona.key)}`);
  source.onmessage = ({ data }) => {
    const message = JSON.parse(data);
    for (const { channel, heard } of [...subscriptions.values()]) if (channel === message.channel) heard(message);
  };
  source.onerror = () => errorListeners.forEach((listener) => listener({ error: 'The event channel is interrupted.' }));
}

export async function subscribe(channel, replayId, heard) {
  if (!source) open();
  last += 1;
  subscriptions.set(last, { channel, heard });
  return { id: String(last), channel, replayId };
}

export async function unsubscribe(subscription, done) {
  subscriptions.delete(Number(subscription.id));
  if (subscriptions.size === 0 && source) {
    source.close();
    source = undefined;
  }
  done?.({ id: subscription.id, successful: true });
}

export async function onError(listener) {
  errorListeners.add(listener);
}

export function setDebugFlag() {}

export async function isEmpEnabled() {
  return true;
}
