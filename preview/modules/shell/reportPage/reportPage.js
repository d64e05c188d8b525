import { LightningElement, api, track } from 'lwc';
import { callOrg, wordsOf } from 'shell/org';
import { csvOf, tableOf } from './reportLines';

/** One shipped report, run with the rights of the persona of this tab. */
export default class ReportPage extends LightningElement {
  @track report;
  @track refusal;
  busy = false;
  showChart = true;
  showFilters = false;
  showDetails = false;
  showSubTotals = true;
  showCounts = true;
  #name;

  /** The developer name of the report. */
  @api
  get name() {
    return this.#name;
  }
  set name(value) {
    this.#name = value;
    this.report = undefined;
    void this.run(true);
  }

  async run(anew) {
    const name = this.#name;
    if (!name) return;
    this.busy = true;
    try {
      const report = await callOrg(`/preview/reports/${encodeURIComponent(name)}`);
      // An answer to the report before this one comes too late to be shown.
      if (name !== this.#name) return;
      if (anew) Object.assign(this, { showDetails: report.showDetails, showSubTotals: report.showSubTotals });
      this.report = report;
      this.refusal = undefined;
    } catch (error) {
      if (name === this.#name) this.refusal = wordsOf(error);
    } finally {
      if (name === this.#name) this.busy = false;
    }
  }

  get eyebrow() {
    return `Report: ${this.report.typeLabel}`;
  }
  get figures() {
    const totals = this.report.totals.map(({ label, currency, text, column }) => ({ key: `${column}${currency}`, label: `Total ${label}${currency ? ` (${currency})` : ''}`, value: text }));
    return [{ key: 'count', label: 'Total Records', value: String(this.report.count) }, ...totals];
  }
  get filters() {
    return this.report.filters.map((each, at) => ({ ...each, key: String(at) }));
  }
  get hidden() {
    const { hidden } = this.report;
    return hidden.length === 0 ? undefined : `Left out, as this persona may not see it: ${hidden.join(', ')}.`;
  }
  get hasChart() {
    return this.report.chart !== null && !this.isEmpty;
  }
  get chartShown() {
    return this.hasChart && this.showChart;
  }
  get isEmpty() {
    return this.report.count === 0;
  }
  get isGrouped() {
    return this.report.groupings.length > 0;
  }
  /** Without a summed column a subtotal would say nothing that the row count does not. */
  get hasSums() {
    return this.report.columns.some(({ summed }) => summed);
  }
  get table() {
    const { showDetails, showSubTotals, showCounts, hasSums } = this;
    return tableOf(this.report, { showDetails, showSubTotals: showSubTotals && hasSums, showCounts });
  }
  get chartVariant() {
    return this.showChart ? 'brand' : 'border-filled';
  }
  get filterVariant() {
    return this.showFilters ? 'brand' : 'border-filled';
  }

  handleRefresh() {
    void this.run(false);
  }
  handleChart() {
    this.showChart = !this.showChart;
  }
  handleFilters() {
    this.showFilters = !this.showFilters;
  }
  handleToggle(event) {
    this[event.target.name] = event.target.checked;
  }
  handleExport() {
    const link = document.createElement('a');
    // The mark at the beginning tells spreadsheets that it is UTF-8.
    link.href = URL.createObjectURL(new Blob([`\uFEFF${csvOf(this.report)}\r\n`], { type: 'text/csv;charset=utf-8' }));
    link.download = `${this.report.name}.csv`;
    link.click();
    URL.revokeObjectURL(link.href);
  }
}
