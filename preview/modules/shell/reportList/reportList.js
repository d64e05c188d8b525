import { LightningElement, api, track } from 'lwc';
import { callOrg, wordsOf } from 'shell/org';

/** The reports or the dashboards of the folder that comes with the package. */
export default class ReportList extends LightningElement {
  @track entries;
  @track refusal;
  #kind = 'Report';

  /** `Report` or `Dashboard`. */
  @api
  get kind() {
    return this.#kind;
  }
  set kind(value) {
    if (value === this.#kind && this.entries) return;
    this.#kind = value;
    void this.read();
  }

  connectedCallback() {
    if (!this.entries) void this.read();
  }

  async read() {
    const kind = this.#kind;
    try {
      const entries = await callOrg(`/preview/${kind.toLowerCase()}s`);
      if (kind === this.#kind) this.entries = entries.map((each) => ({ ...each, link: `/lightning/r/${kind}/${each.name}/view` }));
      this.refusal = undefined;
    } catch (error) {
      this.refusal = wordsOf(error);
    }
  }

  get title() {
    return `${this.#kind}s`;
  }
  get icon() {
    return this.#kind === 'Report' ? 'standard:report' : 'standard:dashboard';
  }
  get nameLabel() {
    return `${this.#kind} Name`;
  }
  get summary() {
    return `${this.entries.length} ${this.entries.length === 1 ? 'item' : 'items'} in the folder Quittance`;
  }
}
