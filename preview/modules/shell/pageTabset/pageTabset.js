import { LightningElement, api } from 'lwc';

/** Tab titles that an org translates itself. */
const titles = { 'Standard.Tab.detail': 'Details', 'Standard.Tab.relatedLists': 'Related', 'Standard.Tab.activity': 'Activity', 'Standard.Tab.collaborate': 'Chatter', 'Standard.Tab.news': 'News' };

/** Tabs of a page; the facets they name lie on the same page. */
export default class PageTabset extends LightningElement {
  @api page;
  @api properties;
  @api recordId;
  @api objectApiName;
  @api record;

  get tabs() {
    return (this.page.regions[this.properties.tabs] ?? []).map(({ id, properties }) => ({
      id, label: titles[properties.title] ?? properties.title, isActive: properties.active === 'true', items: this.page.regions[properties.body] ?? [],
    }));
  }

  get active() {
    return (this.tabs.find(({ isActive }) => isActive) ?? this.tabs[0])?.id;
  }
}
