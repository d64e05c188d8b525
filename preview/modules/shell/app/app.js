import { LightningElement } from 'lwc';
import Toast from 'lightning/toast';
import { refreshAll } from 'lightning/refresh';
import { readAgain } from 'lightning/uiRecordApi';
import { appModel } from 'shell/org';
import { currentRoute, goTo, whenMoved } from 'shell/router';
import DashboardPage from 'shell/dashboardPage';
import HomePage from 'shell/homePage';
import ListPage from 'shell/listPage';
import MissingPage from 'shell/missingPage';
import RecordPage from 'shell/recordPage';
import ReportList from 'shell/reportList';
import ReportPage from 'shell/reportPage';

/** The component of a route and what it is given. */
function pageOf(route, model) {
  switch (route.type) {
    case 'home':
      return { component: HomePage, properties: { model } };
    case 'page':
      return { component: HomePage, properties: { model, pageName: route.name } };
    case 'new':
    case 'list':
      return { component: ListPage, properties: { model, object: route.object, filterName: route.filterName, isNew: route.type === 'new' } };
    case 'record':
      return { component: RecordPage, properties: { model, object: route.object ?? model.objects.find(({ keyPrefix }) => keyPrefix === route.recordId.slice(0, 3))?.name, recordId: route.recordId } };
    case 'analytics':
      if (route.name === undefined) return { component: ReportList, properties: { kind: route.kind } };
      return { component: route.kind === 'Report' ? ReportPage : DashboardPage, properties: { name: route.name } };
    default:
      return { component: MissingPage, properties: {} };
  }
}

/** The app as Lightning Experience frames it: header, one page at a time, utility bar, toasts. */
export default class App extends LightningElement {
  model;
  failure;
  route = currentRoute();

  async connectedCallback() {
    this.leave = whenMoved(() => this.handleMove());
    this.template.addEventListener('click', (event) => this.handleClick(event));
    this.template.addEventListener('lightning__showtoast', (event) => this.handleToast(event));
    this.template.addEventListener('lightning__refresh', () => this.handleRefresh());
    try {
      this.model = await appModel();
    } catch (error) {
      this.failure = error.message;
    }
  }

  disconnectedCallback() {
    this.leave();
  }

  get pages() {
    const page = pageOf(this.route, this.model);
    return page.component === undefined ? [] : [{ ...page, key: JSON.stringify({ ...this.route, filterName: undefined }) }];
  }

  handleMove() {
    this.route = currentRoute();
    window.scrollTo(0, 0);
  }

  /** Links of the preview change the page without loading it anew; with a key held they do what links do. */
  handleClick(event) {
    if (event.defaultPrevented || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const link = event.composedPath().find((node) => node.tagName === 'A' && node.getAttribute('href')?.startsWith('/lightning/'));
    if (!link || link.target === '_blank') return;
    event.preventDefault();
    goTo(link.getAttribute('href'));
  }

  /** The base component's own toast sends the same event, with a label: it is on its way already. */
  handleToast(event) {
    if (event.detail.label) return;
    event.stopPropagation();
    const { title, message, variant = 'info', mode } = event.detail;
    Toast.show({ label: title, message, variant, mode: mode === 'sticky' || variant === 'error' ? 'sticky' : 'dismissible' }, this);
  }

  handleRefresh() {
    refreshAll();
    readAgain();
  }

  handleSkip(event) {
    event.preventDefault();
    this.template.querySelector('main').focus();
  }
}
