/** Stand-in for lightning/refresh: a refresh event asks every registered handler to read again. */
export class RefreshEvent extends CustomEvent {
  constructor() {
    super('lightning__refresh', { bubbles: true, composed: true, cancelable: true });
  }
}

const handlers = new Map();
let last = 0;

export function registerRefreshHandler(context, handler) {
  last += 1;
  handlers.set(last, handler.bind(context));
  return last;
}

export function unregisterRefreshHandler(id) {
  handlers.delete(id);
}

export const registerRefreshContainer = registerRefreshHandler;
export const unregisterRefreshContainer = unregisterRefreshHandler;

/** What the app does when a refresh event reaches it. */
export function refreshAll() {
  for (const handler of [...handlers.values()]) handler();
}
