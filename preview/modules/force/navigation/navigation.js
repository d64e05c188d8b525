/** Stand-in for lightning/navigation, which the base components re-export from here. */
import { currentReference, goTo, urlOf, whenMoved } from 'shell/router';

const Navigate = Symbol('Navigate');
const GenerateUrl = Symbol('GenerateUrl');

export const NavigationMixin = (Base) =>
  class extends Base {
    [Navigate](reference, replace) {
      goTo(urlOf(reference), replace === true);
    }

    async [GenerateUrl](reference) {
      return urlOf(reference);
    }
  };
NavigationMixin.Navigate = Navigate;
NavigationMixin.GenerateUrl = GenerateUrl;

export const navigate = (context, reference, replace) => goTo(urlOf(reference), replace === true);
export const generateUrl = (context, reference) => urlOf(reference);

export class CurrentPageReference {
  constructor(callback) {
    this.callback = callback;
  }

  connect() {
    this.callback(currentReference());
    this.leave = whenMoved(() => this.callback(currentReference()));
  }

  disconnect() {
    this.leave?.();
  }

  update() {}
}
