import { LightningElement, track } from 'lwc';
import { callOrg, wordsOf } from 'shell/org';

const everyMs = 3_000;
const door = '/preview/weather';
const standings = ['Active', 'Pending', 'Inactive'].map((value) => ({ label: value, value }));

/** Switches for what goes wrong outside: at Payoneer, on the way to the companion, and in Salesforce. */
export default class WeatherPanel extends LightningElement {
  @track weather;
  @track refusal;
  payee;
  payout;
  #timer;
  #order = 0;
  #isLost = false;

  connectedCallback() {
    void this.ask();
    // Weather passes by itself, so that the panel looks again while it is open.
    this.#timer = setInterval(() => this.ask(), everyMs);
  }
  disconnectedCallback() {
    clearInterval(this.#timer);
  }

  async ask(body) {
    this.#order += 1;
    const mine = this.#order;
    try {
      const weather = await callOrg(door, body ? { method: 'POST', body } : {});
      // A look that began before an order would show the switch as it was.
      if (mine !== this.#order) return;
      // Lists that are open keep their place while nothing has changed.
      if (body || JSON.stringify(weather) !== JSON.stringify(this.weather)) this.weather = weather;
      if (body || this.#isLost) this.refusal = undefined;
      this.#isLost = false;
    } catch (error) {
      if (mine !== this.#order) return;
      this.refusal = wordsOf(error);
      // A look that failed is forgotten with the next that succeeds; a refused order stays to be read.
      this.#isLost = !body;
    }
  }

  get stateLabel() {
    if (this.weather.calm) return 'Clear sky: all works as it should.';
    const on = this.weather.groups.flatMap(({ switches }) => switches).filter((each) => each.on).map(({ label }) => label);
    return on.length > 0 ? `On now: ${on.join(', ')}.` : 'Payees or balances are not as they were.';
  }
  get stateClass() {
    return `slds-p-around_small slds-m-bottom_small state${this.weather.calm ? '' : ' state_rough'}`;
  }
  get groups() {
    return this.weather.groups.map((group) => ({ ...group, switches: group.switches.map((each) => ({ ...each, class: `switch${each.on ? ' switch_on' : ''}` })) }));
  }
  get payees() {
    return this.weather.payees.map(({ id, name, standing }) => ({ value: id, label: standing === 'Active' ? name : `${name} (${standing})` }));
  }
  get standing() {
    return this.weather.payees.find(({ id }) => id === this.payee)?.standing;
  }
  get standings() {
    return standings;
  }
  get noPayee() {
    return this.standing === undefined;
  }
  get programs() {
    return this.weather.programs.map((each) => ({ ...each, emptyLabel: `Empty the ${each.currency} program`, topUpLabel: `Top up the ${each.currency} program by ${each.topUp}` }));
  }
  get payouts() {
    return this.weather.payouts.map(({ reference, label }) => ({ value: reference, label }));
  }
  get payoutsHint() {
    return this.weather.payouts.length === 0 ? 'No payout has arrived yet' : 'Choose a payout that has arrived';
  }
  get noPayout() {
    return !this.weather.payouts.some(({ reference }) => reference === this.payout);
  }

  handleClear() {
    void this.ask({ clear: true });
  }
  async handleSwitch({ target }) {
    const { id } = target.dataset;
    await this.ask({ switch: id, on: target.checked });
    // A switch that was refused goes back to what is the case.
    target.checked = this.weather.groups.flatMap(({ switches }) => switches).find((each) => each.id === id).on;
  }
  handlePayee(event) {
    this.payee = event.detail.value;
  }
  handleStanding(event) {
    void this.ask({ payee: this.payee, standing: event.detail.value });
  }
  handleProgram(event) {
    const { program, act } = event.target.dataset;
    void this.ask({ program, act });
  }
  handlePayout(event) {
    this.payout = event.detail.value;
  }
  handleSendBack() {
    void this.ask({ sendBack: this.payout });
    this.payout = undefined;
  }
}
