import { LightningElement, api } from 'lwc';

/** The app's home page, or another page without a record, as App Builder composed it. */
export default class HomePage extends LightningElement {
  @api model;
  /** A page by its name; the home page without one. */
  @api pageName;

  get page() {
    const wanted = this.pageName ?? this.model.homePage;
    return this.model.pages.find(({ name }) => name === wanted);
  }

  get hasSidebar() {
    return (this.page.regions.sidebar ?? []).length > 0;
  }

  get mainLook() {
    return `slds-col slds-size_1-of-1${this.hasSidebar ? ' slds-large-size_8-of-12' : ''}`;
  }
}
