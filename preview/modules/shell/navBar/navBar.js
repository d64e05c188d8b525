import { LightningElement, api } from 'lwc';
import { goTo } from 'shell/router';

/** Room that "More" takes, in pixels. */
const moreWidth = 104;
const standard = {
  'standard-home': { label: 'Home', url: '/lightning/page/home' },
  'standard-report': { label: 'Reports', url: '/lightning/o/Report/home' },
  'standard-Dashboard': { label: 'Dashboards', url: '/lightning/o/Dashboard/home' },
};

/** Whose page it is, the app's name and its tabs; what finds no room is under "More". */
export default class NavBar extends LightningElement {
  @api model;
  @api route;
  /** How many tabs have room; all, until they have been measured. */
  room = Number.POSITIVE_INFINITY;
  widths;

  connectedCallback() {
    this.watch = () => this.measure();
    window.addEventListener('resize', this.watch);
    document.fonts?.ready.then(() => {
      this.widths = undefined;
      this.room = Number.POSITIVE_INFINITY;
    });
  }

  disconnectedCallback() {
    window.removeEventListener('resize', this.watch);
  }

  renderedCallback() {
    if (this.widths === undefined && this.room === Number.POSITIVE_INFINITY) {
      this.widths = [...this.template.querySelectorAll('li[data-tab]')].map((tab) => tab.offsetWidth);
      this.measure();
    }
  }

  /** Counts the tabs that fit beside each other, leaving room for "More" unless all do. */
  measure() {
    if (!this.widths) return;
    const all = this.template.querySelector('nav').clientWidth;
    const total = this.widths.reduce((sum, width) => sum + width, 0);
    let used = moreWidth;
    this.room = total <= all ? this.widths.length : this.widths.findIndex((width) => (used += width) > all);
  }

  get persona() {
    return window.quittancePreview.persona;
  }

  get personas() {
    return window.quittancePreview.personas.map(({ key, name, role }) => ({ key, label: `${name}: ${role}`, isChosen: key === this.persona.key }));
  }

  isActive({ name, object }) {
    const { type, object: shown, kind } = this.route;
    if (object) return object === shown;
    if (type === 'analytics') return name === (kind === 'Report' ? 'standard-report' : 'standard-Dashboard');
    return type === 'home' && name === 'standard-home';
  }

  get tabs() {
    return this.model.tabs.map((tab) => {
      const isActive = this.isActive(tab);
      const { label, url } = standard[tab.name] ?? { label: tab.label, url: tab.object ? `/lightning/o/${tab.object}/list` : `/lightning/n/${tab.name}` };
      return { name: tab.name, label, url, look: `slds-context-bar__item${isActive ? ' slds-is-active' : ''}`, current: isActive ? 'page' : undefined };
    });
  }

  get shownTabs() {
    return this.tabs.slice(0, this.room);
  }

  get hiddenTabs() {
    return this.room === Number.POSITIVE_INFINITY ? [] : this.tabs.slice(this.room);
  }

  handleMore({ detail }) {
    goTo(detail.value);
  }

  /** What another user may see is another page: it is loaded anew. */
  handlePersona({ detail }) {
    if (detail.value === this.persona.key) return;
    window.sessionStorage.setItem('quittance-persona', detail.value);
    window.location.reload();
  }
}
