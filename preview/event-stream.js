/**
 * A shared worker that holds the one event stream of all tabs of this address. A browser opens six connections to one address over HTTP/1.1;
 * a stream of each tab would leave none for what the pages ask.
 */
const tabs = new BroadcastChannel('quittance-events');
const source = new EventSource('/preview/events');
source.onmessage = ({ data }) => tabs.postMessage(JSON.parse(data));
source.onerror = () => tabs.postMessage({ error: 'The event channel is interrupted.' });
