import { LightningElement, api } from 'lwc';

/** A table that scrolls where it is wider or, with `--most-height`, taller than its place, with a shade on every side where there is more of it. */
export default class WideTable extends LightningElement {
  /** With a name it is a region of its own, which the keyboard scrolls; without one its table has links to step through. */
  @api label;
  hidesBefore = false;
  hidesAfter = false;
  hidesBelow = false;
  // Rows that arrive and windows that change their width change what is out of sight.
  observer = new ResizeObserver(() => this.handleScroll());
  observed;

  renderedCallback() {
    const scroll = this.template.querySelector('.scroll');
    if (scroll === this.observed) return;
    this.observed = scroll;
    this.observer.observe(scroll);
    const table = this.querySelector('table');
    if (table) this.observer.observe(table);
  }

  disconnectedCallback() {
    this.observer.disconnect();
    this.observed = undefined;
  }

  handleScroll() {
    const { scrollLeft, scrollWidth, clientWidth, scrollTop, scrollHeight, clientHeight } = this.template.querySelector('.scroll');
    this.hidesBefore = scrollLeft > 1;
    this.hidesAfter = scrollWidth - clientWidth - scrollLeft > 1;
    this.hidesBelow = scrollHeight - clientHeight - scrollTop > 1;
  }

  get look() {
    return `frame${this.hidesBefore ? ' more-before' : ''}${this.hidesAfter ? ' more-after' : ''}${this.hidesBelow ? ' more-below' : ''}`;
  }

  get tabIndex() {
    return this.label ? '0' : undefined;
  }

  get role() {
    return this.label ? 'region' : undefined;
  }
}
