/** Stand-in for lightning/uiRecordApi: records of the org of the same origin, one cache of live wires beside them. */
import { callOrg } from 'shell/org';

const records = 'ui-api/records';
/** Wires that are connected; each reads its own fields. */
const live = new Set();
const listeners = new Set();
const recordListeners = new Set();
/** Reads on their way, by path: wires that ask for the same get the same answer. */
const onTheirWay = new Map();

const nameOf = (field) => (typeof field === 'string' ? field : `${field.objectApiName}.${field.fieldApiName}`);
const listOf = (fields) => (fields === undefined ? [] : [fields].flat()).map(nameOf);

function read(path) {
  const known = onTheirWay.get(path);
  if (known) return known;
  const reading = callOrg(path).finally(() => onTheirWay.delete(path));
  onTheirWay.set(path, reading);
  return reading;
}

function pathOf({ recordId, fields, optionalFields, layoutTypes, modes }) {
  const parameters = { fields: listOf(fields), optionalFields: listOf(optionalFields), layoutTypes: listOf(layoutTypes), modes: listOf(modes) };
  const asked = Object.entries(parameters).filter(([, names]) => names.length > 0).map(([name, names]) => `${name}=${encodeURIComponent(names.join(','))}`);
  return `${records}/${recordId}?${asked.join('&')}`;
}

export class getRecord {
  constructor(callback) {
    this.callback = callback;
    callback({ data: undefined, error: undefined });
  }

  connect() {
    live.add(this);
  }

  disconnect() {
    live.delete(this);
    this.config = undefined;
  }

  update(config) {
    this.config = config;
    this.shown = undefined;
    if (config.recordId && [config.fields, config.optionalFields, config.layoutTypes].some((asked) => listOf(asked).length > 0)) this.load();
  }

  async load() {
    const { config } = this;
    if (!config) return;
    try {
      const data = await read(pathOf(config));
      if (this.config === config && this.shown !== JSON.stringify(data.fields)) {
        this.shown = JSON.stringify(data.fields);
        this.callback({ data, error: undefined });
      }
    } catch (error) {
      this.shown = undefined;
      if (this.config === config) this.callback({ data: undefined, error });
    }
  }
}

const same = (one, other) => typeof one === 'string' && typeof other === 'string' && one.slice(0, 15) === other.slice(0, 15);

/** Called with the ids whenever records are read again; with none for "any". The answer ends it. */
export function whenReadAgain(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Reads every record anew that a page shows. */
export async function readAgain() {
  listeners.forEach((listener) => listener([]));
  await Promise.all([...live].filter(({ config }) => config?.recordId).map((wire) => wire.load()));
}

export async function notifyRecordUpdateAvailable(changed) {
  const ids = changed.map(({ recordId }) => recordId);
  recordListeners.forEach((listener) => listener(ids));
  await Promise.all([...live].filter(({ config }) => ids.some((id) => same(id, config?.recordId))).map((wire) => wire.load()));
}

/** For the lists and panels of the shell, which show records without a wire. */
export function whenRecordsChange(listener) {
  recordListeners.add(listener);
  return () => recordListeners.delete(listener);
}

export async function updateRecord({ fields }, { ifUnmodifiedSince } = {}) {
  const { Id, ...rest } = fields;
  const record = await callOrg(`${records}/${Id}`, { method: 'PATCH', body: { fields: rest }, headers: ifUnmodifiedSince ? { 'if-unmodified-since': ifUnmodifiedSince } : {} });
  await notifyRecordUpdateAvailable([{ recordId: Id }]);
  return record;
}

export async function createRecord({ apiName, fields }) {
  const record = await callOrg(records, { method: 'POST', body: { apiName, fields } });
  recordListeners.forEach((listener) => listener([record.id]));
  return record;
}

export async function deleteRecord(recordId) {
  await callOrg(`${records}/${recordId}`, { method: 'DELETE' });
  recordListeners.forEach((listener) => listener([recordId]));
}

/** From the field to its leaf: `Recipient__r.Display_Name__c` leads over the parent. */
function leafOf(record, field) {
  let at = { value: record };
  for (const name of nameOf(field).split('.').slice(1)) at = at?.value?.fields?.[name];
  return at;
}

export function getFieldValue(record, field) {
  return leafOf(record, field)?.value;
}

export function getFieldDisplayValue(record, field) {
  return leafOf(record, field)?.displayValue;
}

