/** Addresses of the preview, the same as in Lightning Experience, and the way between them without loading the page anew. */
const listeners = new Set();
const home = '/lightning/page/home';

function ofObject(object, view, search) {
  if (object === 'Report' || object === 'Dashboard') return { type: 'analytics', kind: object };
  if (view === 'new') return { type: 'new', object };
  return { type: 'list', object, filterName: search.get('filterName') ?? undefined };
}

function ofRecord([first, second]) {
  if (second === 'view' || second === undefined) return { type: 'record', recordId: first };
  return first === 'Report' || first === 'Dashboard' ? { type: 'analytics', kind: first, name: second } : { type: 'record', object: first, recordId: second };
}

/** What the address bar asks for. */
export function currentRoute() {
  const search = new URLSearchParams(window.location.search);
  const [, area, ...parts] = window.location.pathname.split('/').filter((part) => part !== '').map(decodeURIComponent);
  if (area === 'o' && parts[0]) return ofObject(parts[0], parts[1], search);
  if (area === 'r' && parts[0]) return ofRecord(parts);
  if (area === 'n' && parts[0]) return { type: 'page', name: parts[0] };
  return area === 'page' || area === undefined ? { type: 'home' } : { type: 'missing' };
}

/** The address of a page reference, as lightning/navigation takes them. */
export function urlOf({ type, attributes = {}, state = {} }) {
  const { objectApiName, recordId, actionName } = attributes;
  switch (type) {
    case 'standard__recordPage':
    case 'standard__recordRelationshipPage':
      return objectApiName ? `/lightning/r/${objectApiName}/${recordId}/view` : `/lightning/r/${recordId}/view`;
    case 'standard__objectPage':
      if (actionName === 'new') return `/lightning/o/${objectApiName}/new`;
      if (objectApiName === 'Report' || objectApiName === 'Dashboard') return `/lightning/o/${objectApiName}/home`;
      return `/lightning/o/${objectApiName}/list${state.filterName ? `?filterName=${encodeURIComponent(state.filterName)}` : ''}`;
    case 'standard__navItemPage':
      return `/lightning/n/${attributes.apiName}`;
    case 'standard__webPage':
      return attributes.url;
    default:
      return home;
  }
}

/** The page reference of the page that shows. */
export function currentReference() {
  const { type, object, recordId, filterName } = currentRoute();
  if (type === 'record') return { type: 'standard__recordPage', attributes: { objectApiName: object, recordId, actionName: 'view' }, state: {} };
  if (type === 'list') return { type: 'standard__objectPage', attributes: { objectApiName: object, actionName: 'list' }, state: { filterName } };
  return { type: 'standard__namedPage', attributes: { pageName: 'home' }, state: {} };
}

const moved = () => [...listeners].forEach((listener) => listener());

/** Goes to an address: inside the preview at once, elsewhere in a tab of its own. */
export function goTo(url, replace = false) {
  if (!url.startsWith('/lightning/')) {
    window.open(url, '_blank', 'noopener');
    return;
  }
  if (replace) window.history.replaceState(null, '', url);
  else window.history.pushState(null, '', url);
  moved();
}

window.addEventListener('popstate', moved);

/** Called after every move. The answer ends it. */
export function whenMoved(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
