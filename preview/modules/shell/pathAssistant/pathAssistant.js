import { LightningElement, api, wire } from 'lwc';
import { getRecord } from 'lightning/uiRecordApi';
import { labelOf, pathsFor, shown } from 'shell/fields';
import { appModel, objectInfo, picklistValues } from 'shell/org';

const remembered = 'quittance-path-open';

/** The shipped path of an object over its stages, with key fields and guidance. The companion moves the stage; nobody does it by hand here. */
export default class PathAssistant extends LightningElement {
  @api recordId;
  @api objectApiName;
  @api page;
  @api record;
  @api properties;
  path;
  info;
  values = [];
  picked;
  isOpen = window.localStorage.getItem(remembered) !== 'no';
  result = {};

  @wire(getRecord, { recordId: '$recordId', optionalFields: '$paths' })
  wiredRecord(result) {
    if (result.data?.fields[this.path?.field]?.value !== this.result.data?.fields[this.path?.field]?.value) this.picked = undefined;
    this.result = result;
  }

  hidesBefore = false;
  hidesAfter = false;
  scrolledTo;
  measure = () => this.handleScroll();

  async connectedCallback() {
    window.addEventListener('resize', this.measure);
    const { paths } = await appModel();
    const path = paths.find(({ object }) => object === this.objectApiName);
    if (!path) return;
    [this.info, this.values] = await Promise.all([objectInfo(this.objectApiName), picklistValues(this.objectApiName, path.field)]);
    this.path = path;
  }

  renderedCallback() {
    const list = this.template.querySelector('ul');
    const current = this.template.querySelector('.slds-is-current');
    if (!list || !current) return;
    // Who scrolled on stays there, until the record moves to another stage.
    if (this.scrolledTo !== this.current) list.scrollLeft = current.offsetLeft - (list.clientWidth - current.offsetWidth) / 2;
    this.scrolledTo = this.current;
    this.handleScroll();
  }

  disconnectedCallback() {
    window.removeEventListener('resize', this.measure);
  }

  /** Whether stages are out of sight on either side. */
  handleScroll() {
    const list = this.template.querySelector('ul');
    if (!list) return;
    this.hidesBefore = list.scrollLeft > 4;
    this.hidesAfter = list.scrollWidth - list.clientWidth - list.scrollLeft > 4;
  }

  handleScrollBy(event) {
    const list = this.template.querySelector('ul');
    list.scrollBy({ left: (event.currentTarget.dataset.to === 'after' ? 0.7 : -0.7) * list.clientWidth, behavior: 'smooth' });
  }

  get paths() {
    if (!this.path) return undefined;
    const names = new Set([this.path.field, ...this.path.steps.flatMap(({ fields }) => fields)]);
    return [...names].flatMap((name) => (this.info.fields[name] ? pathsFor(this.objectApiName, this.info.fields[name]) : []));
  }

  get current() {
    return this.result.data?.fields[this.path?.field]?.value;
  }

  get label() {
    return `Path of ${this.info.label}`;
  }

  get steps() {
    if (!this.path || !this.result.data) return [];
    const here = this.values.findIndex(({ value }) => value === this.current);
    return this.values.map(({ value, label }, at) => {
      const isChosen = value === (this.picked ?? this.current);
      const place = at === here ? 'slds-is-current' : at < here ? 'slds-is-complete' : 'slds-is-incomplete';
      return { value, label, look: `slds-path__item ${place}${isChosen ? ' slds-is-active' : ''}`, selected: String(isChosen), tabIndex: isChosen ? '0' : '-1' };
    });
  }

  get chosen() {
    return this.path?.steps.find(({ value }) => value === (this.picked ?? this.current));
  }

  get chosenLabel() {
    return this.values.find(({ value }) => value === this.chosen?.value)?.label;
  }

  get keyFields() {
    return this.chosen.fields.flatMap((name) => {
      const info = this.info.fields[name];
      return info ? [{ key: name, label: labelOf(info), value: shown(info, this.result.data) }] : [];
    });
  }

  get toggleIcon() {
    return this.isOpen ? 'utility:chevrondown' : 'utility:chevronright';
  }

  get toggleLabel() {
    return this.isOpen ? 'Hide key fields and guidance' : 'Show key fields and guidance';
  }

  handleToggle() {
    this.isOpen = !this.isOpen;
    window.localStorage.setItem(remembered, this.isOpen ? 'yes' : 'no');
  }

  handleStep(event) {
    event.preventDefault();
    this.picked = event.currentTarget.dataset.value;
  }

  handleKey(event) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const links = [...this.template.querySelectorAll('.slds-path__link')];
    const next = links[(links.indexOf(event.currentTarget) + step + links.length) % links.length];
    this.picked = next.dataset.value;
    next.focus();
  }
}
