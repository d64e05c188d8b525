/** Stand-in for lightning/platformShowToastEvent: the app listens for it. */
export class ShowToastEvent extends CustomEvent {
  constructor(detail) {
    super('lightning__showtoast', { detail, bubbles: true, composed: true, cancelable: true });
  }
}
