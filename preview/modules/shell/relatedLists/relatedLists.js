import { LightningElement, api } from 'lwc';
import { appModel } from 'shell/org';

/** The related lists of the shipped layout, as far as this org has such records: it keeps no activities and no field history. */
export default class RelatedLists extends LightningElement {
  @api recordId;
  @api objectApiName;
  @api page;
  @api record;
  @api properties;
  model;

  async connectedCallback() {
    this.model = await appModel();
  }

  get lists() {
    const all = this.model?.relatedLists[this.objectApiName] ?? [];
    const readable = new Set(this.model?.objects.map(({ name }) => name));
    return all.filter(({ name, object }) => name === 'RelatedProcessHistoryList' || readable.has(object)).map((list) => ({ ...list, isApproval: list.object === null }));
  }

  get isEmpty() {
    return this.model !== undefined && this.lists.length === 0;
  }
}
