import { LightningElement, api } from 'lwc';
import { whenRecordsChange } from 'lightning/uiRecordApi';
import { fieldInfo, labelOf } from 'shell/fields';
import { appModel, callOrg, objectInfo, query, quoted, wordsOf } from 'shell/org';

/** Rows of a related list on a page; one more tells that there are more. */
const mostRows = 10;
/** Standard columns as layouts write them. */
const standardColumns = { NAME: 'Name', CREATED_DATE: 'CreatedDate', LAST_UPDATE: 'LastModifiedDate', 'OWNER.ALIAS': 'Owner.Name', 'CORE.USERS.ALIAS': 'Owner.Name' };

/** One related list: the children of a record through one lookup. */
export default class RelatedListSingle extends LightningElement {
  @api recordId;
  @api objectApiName;
  /** From the layout: `{ object, lookup, fields, sortField, descending }`. */
  @api list;
  @api page;
  @api record;
  @api properties;
  model;
  child;
  columns = [];
  records = [];
  hasMore = false;
  failure;

  connectedCallback() {
    this.load();
    this.leave = whenRecordsChange(() => this.load());
  }

  disconnectedCallback() {
    this.leave();
  }

  get from() {
    if (this.list) return this.list;
    const { relatedListApiName, parentFieldApiName } = this.properties;
    return (this.model?.relatedLists[this.objectApiName] ?? []).find(({ name, lookup, object }) => name === relatedListApiName || parentFieldApiName?.endsWith(lookup) || relatedListApiName?.startsWith(object));
  }

  async load() {
    this.model = await appModel();
    const { from } = this;
    if (!from) return;
    try {
      this.child = await objectInfo(from.object);
      const names = from.fields.map((code) => this.pathOf(standardColumns[code] ?? code)).filter(Boolean);
      this.columns = (await Promise.all(names.map(async (name) => ({ name, info: await fieldInfo(from.object, name) })))).filter(({ info }) => info).map(({ name, info }) => ({ name, info, label: labelOf(info), sortable: false }));
      const order = from.sortField ? ` ORDER BY ${standardColumns[from.sortField] ?? from.sortField}${from.descending ? ' DESC' : ''}` : ' ORDER BY Name';
      const rows = await query(`SELECT Id FROM ${from.object} WHERE ${from.lookup} = ${quoted(this.recordId)}${order} LIMIT ${mostRows + 1}`);
      this.hasMore = rows.length > mostRows;
      this.records = await this.read(rows.slice(0, mostRows).map(({ Id }) => Id));
      this.failure = undefined;
    } catch (error) {
      this.failure = wordsOf(error);
    }
  }

  /** A lookup shows its parent's name. */
  pathOf(name) {
    const lookup = this.child.fields[name];
    return lookup?.reference && lookup.relationshipName ? `${lookup.relationshipName}.Name` : name;
  }

  async read(ids) {
    if (ids.length === 0) return [];
    const fields = this.columns.map(({ name }) => `${this.from.object}.${name}`).join(',');
    const { results } = await callOrg(`ui-api/records/batch/${ids.join(',')}?optionalFields=${encodeURIComponent(fields)}`);
    return results.filter(({ statusCode }) => statusCode === 200).map(({ result }) => result);
  }

  get title() {
    const count = this.hasMore ? `${mostRows}+` : this.records.length;
    return this.child ? `${this.child.labelPlural} (${count})` : '';
  }

  /** Undefined until it is known: an icon that changes its sprite while the first is still loading stays an empty circle. */
  get icon() {
    return this.model && (this.model.objects.find(({ name }) => name === this.from?.object)?.icon ?? 'standard:related_list');
  }
}
