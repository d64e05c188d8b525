/** How every part of the preview speaks to the org: the same origin, in the session of the persona of this tab. */
const base = '/services/data/v66.0/';

/** The refusal as lightning/uiRecordApi hands it over, and an Error for everyone else. */
class OrgRefusal extends Error {
  constructor(status, statusText, body) {
    super(body?.message ?? statusText);
    Object.assign(this, { ok: false, status, statusText, body });
  }
}

/** Calls `path` under /services/data and answers the JSON. Throws an OrgRefusal, also when nobody answers. */
export async function callOrg(path, { method = 'GET', body, headers } = {}) {
  let response;
  try {
    response = await fetch(path.startsWith('/') ? path : base + path, { method, headers: { 'content-type': 'application/json', ...headers }, body: body === undefined ? undefined : JSON.stringify(body) });
  } catch {
    throw new OrgRefusal(0, 'The org does not answer. Is npm start still running?');
  }
  const text = await response.text();
  const said = text === '' ? undefined : JSON.parse(text);
  if (!response.ok) throw new OrgRefusal(response.status, response.statusText, Array.isArray(said) ? said[0] : said);
  return said;
}

/** Rows of a query, without their attributes. */
export async function query(soql) {
  const { records } = await callOrg(`query?q=${encodeURIComponent(soql)}`);
  return records;
}

/** A text inside a SOQL literal. */
export const quoted = (text) => `'${String(text).replace(/[\\']/g, '\\$&')}'`;

/** Everything a refusal says, in the org's own words: page errors, then field errors with their labels. */
export function wordsOf(error) {
  const output = error?.body?.output;
  if (!output) return error?.body?.message ?? error?.message ?? String(error);
  const onFields = Object.values(output.fieldErrors ?? {}).flat().map(({ fieldLabel, message }) => (fieldLabel ? `${fieldLabel}: ${message}` : message));
  const said = [...(output.errors ?? []).map(({ message }) => message), ...onFields];
  return said.length > 0 ? [...new Set(said)].join(' ') : error.body.message;
}

const remembered = new Map();

/** Reads once per page what never changes while it is open: object infos, picklists, layouts. */
export function constant(path) {
  if (!remembered.has(path)) {
    const reading = callOrg(path).catch((error) => {
      remembered.delete(path);
      throw error;
    });
    remembered.set(path, reading);
  }
  return remembered.get(path);
}

export const objectInfo = (object) => constant(`ui-api/object-info/${object}`);

/** Values and labels of a picklist: `[{ value, label }]`. */
export async function picklistValues(object, field) {
  const { values } = await constant(`ui-api/object-info/${object}/picklist-values/012000000000000AAA/${field}`);
  return values.map(({ value, label }) => ({ value, label }));
}

let model;

/** App, tabs, pages and lists as the package ships them, for this persona. */
export function appModel() {
  model ??= callOrg('/preview/app');
  return model;
}
