import { LightningElement, api, track } from 'lwc';
import { colorAt, shapesOf, totalsOf } from './chartShapes';

const names = { bar: 'Bar chart', column: 'Column chart', donut: 'Donut chart', line: 'Line chart' };

/** The one chart of a report, drawn from figures; the same figures stand in its text alternative and in a table. */
export default class ReportChart extends LightningElement {
  /** A ReportChart of scripts/preview/report-chart.ts. */
  @api chart;
  /** Leaves the title out where a card has one already. */
  @api bare = false;
  @track width = 0;
  #watcher;

  renderedCallback() {
    if (this.#watcher) return;
    const frame = this.template.querySelector('.frame');
    if (!frame) return;
    this.#watcher = new ResizeObserver(([entry]) => {
      const width = Math.floor(entry.contentRect.width);
      if (width > 0 && width !== this.width) this.width = width;
    });
    this.#watcher.observe(frame);
  }

  disconnectedCallback() {
    this.#watcher?.disconnect();
    this.#watcher = undefined;
  }

  get title() {
    return this.bare ? undefined : this.chart.title;
  }
  get isEmpty() {
    return this.chart.categories.length === 0;
  }
  get isDrawn() {
    return !this.isEmpty && this.width > 0;
  }
  get shapes() {
    return shapesOf(this.chart, this.width);
  }
  get viewBox() {
    return `0 0 ${this.width} ${this.shapes.height}`;
  }
  get description() {
    const { kind, title, categories, series, seriesLabel } = this.chart;
    const totals = totalsOf(this.chart);
    const parts = categories.map((category, at) => {
      const split = series.filter(({ values }) => values[at] > 0).map(({ label, values }) => `${label} ${values[at]}`).join(', ');
      return seriesLabel !== '' ? `${category}: ${totals[at]} (${split})` : `${category}: ${totals[at]}`;
    });
    return `${names[kind]}: ${title}. ${parts.join('; ')}.`;
  }
  get legend() {
    const { kind, categories, series, seriesLabel } = this.chart;
    const labels = kind === 'donut' ? categories : seriesLabel !== '' ? series.map(({ label }) => label) : [];
    return labels.map((label, at) => ({ key: `${at}${label}`, label, style: `background:${colorAt(at)}` }));
  }
  get legendTitle() {
    return this.chart.kind === 'donut' ? this.chart.categoryLabel : this.chart.seriesLabel;
  }
  get hasLegend() {
    return this.legend.length > 0;
  }
  get tableHeads() {
    const { series, seriesLabel, valueLabel } = this.chart;
    const heads = seriesLabel !== '' ? [...series.map(({ label }) => label), 'Total'] : [valueLabel];
    return heads.map((label, at) => ({ key: `${at}${label}`, label }));
  }
  get tableRows() {
    const { categories, series, seriesLabel } = this.chart;
    const totals = totalsOf(this.chart);
    return categories.map((label, at) => {
      const figures = seriesLabel !== '' ? [...series.map(({ values }) => values[at]), totals[at]] : [totals[at]];
      return { key: `${at}${label}`, label, figures: figures.map((value, of) => ({ key: String(of), value })) };
    });
  }
}
