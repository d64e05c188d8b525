import { LightningElement, api, track } from 'lwc';
import { callOrg, wordsOf } from 'shell/org';

/** Half of a circle from the left to a share of the way to the right. */
function arc(share, radius) {
  const angle = Math.PI * (1 - Math.min(1, Math.max(0, share)));
  return `M${100 - radius} 100 A${radius} ${radius} 0 0 1 ${100 + radius * Math.cos(angle)} ${100 - radius * Math.sin(angle)}`;
}

function gaugeOf({ value, least, most, breakpoints, colors }) {
  const band = value < breakpoints[0] ? 0 : value < breakpoints[1] ? 1 : 2;
  return { value, least, most, color: colors[band], track: arc(1, 80), needle: arc((value - least) / Math.max(1, most - least), 80), description: `Gauge: ${value}, from ${least} to ${most}` };
}

const cellsOf = (columns) => (row, at) => ({ key: String(at), cells: row.map((text, of) => ({ key: String(of), text, class: columns[of].numeric ? 'slds-text-align_right cell' : 'cell' })) });

/** What the template asks of a card, prepared once. */
function prepared(card, at) {
  const { kind, ...content } = card.content;
  const place = `grid-column:${card.column + 1} / span ${card.columns};grid-row:${card.row + 1} / span ${card.rows}`;
  const view = { key: `${card.report}${at}`, header: card.header, link: `/lightning/r/Report/${card.report}/view`, linkLabel: `View Report (${card.reportTitle})`, place };
  switch (kind) {
    case 'metric':
      return { ...view, metric: { ...content, style: `color:${content.color}` } };
    case 'gauge':
      return { ...view, gauge: gaugeOf(content) };
    case 'chart':
      return { ...view, chart: content.chart };
    case 'table': {
      const { columns, rows } = content.table;
      return { ...view, table: { heads: columns.map(({ label, numeric }) => ({ key: label, label, class: numeric ? 'slds-text-align_right' : '' })), rows: rows.map(cellsOf(columns)), isEmpty: rows.length === 0 } };
    }
    default:
      return { ...view, refused: content.message };
  }
}

/** One shipped dashboard: a grid of cards, each over its report. */
export default class DashboardPage extends LightningElement {
  @track dashboard;
  @track refusal;
  @track readAt;
  busy = false;
  #name;

  /** The developer name of the dashboard. */
  @api
  get name() {
    return this.#name;
  }
  set name(value) {
    this.#name = value;
    this.dashboard = undefined;
    void this.run();
  }

  async run() {
    const name = this.#name;
    if (!name) return;
    this.busy = true;
    try {
      const dashboard = await callOrg(`/preview/dashboards/${encodeURIComponent(name)}`);
      if (name !== this.#name) return;
      this.dashboard = { ...dashboard, cards: dashboard.cards.map(prepared) };
      this.readAt = new Date();
      this.refusal = undefined;
    } catch (error) {
      if (name === this.#name) this.refusal = wordsOf(error);
    } finally {
      if (name === this.#name) this.busy = false;
    }
  }

  get gridStyle() {
    return `grid-template-columns:repeat(${this.dashboard.columns}, minmax(0, 1fr));grid-auto-rows:minmax(${this.dashboard.rowHeightPx}px, auto)`;
  }
  get asOf() {
    const time = new Intl.DateTimeFormat('en-US', { timeZone: 'UTC', dateStyle: 'medium', timeStyle: 'short' }).format(this.readAt);
    return `As of ${time} · Viewing as ${this.dashboard.viewingAs}`;
  }

  handleRefresh() {
    void this.run();
  }}
