import { LightningElement } from 'lwc';

/** What shows when an address leads nowhere. */
export default class MissingPage extends LightningElement {}
