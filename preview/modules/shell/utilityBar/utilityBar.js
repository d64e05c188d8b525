import { LightningElement, api } from 'lwc';

/** What the sandbox adds to the app: the weather between it and the world. */
const weather = { id: 'weather', label: 'Weather', icon: 'utility:thunder', isWeather: true, width: 480, height: 560 };

/** The shipped utility bar at the foot of every page, with the weather of the sandbox beside its items. */
export default class UtilityBar extends LightningElement {
  @api model;
  openId;

  get page() {
    return this.model.pages.find(({ name }) => name === this.model.utilityBar);
  }

  get items() {
    const own = (this.page?.regions.utilityItems ?? this.page?.regions.utilityBarItems ?? []).map((item) => ({
      id: item.id, label: item.properties.label ?? item.name, icon: `utility:${item.properties.icon ?? 'apps'}`,
      width: Number(item.properties.width ?? 340), height: Number(item.properties.height ?? 480), item: { ...item, properties: this.ownProperties(item.properties) },
    }));
    return [...own, weather].map((item) => {
      const isOpen = item.id === this.openId;
      return { ...item, pressed: String(isOpen), look: `slds-button slds-utility-bar__action${isOpen ? ' slds-is-active' : ''}` };
    });
  }

  /** What decorates the item in the bar is not the component's business. */
  ownProperties(properties) {
    const decoration = new Set(['label', 'icon', 'width', 'height', 'eager', 'scrollable']);
    return Object.fromEntries(Object.entries(properties).filter(([name]) => !decoration.has(name)));
  }

  get open() {
    return this.items.find(({ id }) => id === this.openId);
  }

  get panelStyle() {
    return `width: min(${this.open.width}px, calc(100vw - 1rem)); height: min(${this.open.height}px, 75vh)`;
  }

  handleItem(event) {
    const { id } = event.currentTarget.dataset;
    this.openId = id === this.openId ? undefined : id;
  }

  handleClose() {
    const id = this.openId;
    this.openId = undefined;
    this.template.querySelector(`[data-id="${id}"]`)?.focus();
  }

  handleKey(event) {
    if (event.key === 'Escape') this.handleClose();
  }
}
