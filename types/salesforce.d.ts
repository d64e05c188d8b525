/**
 * What an org offers to Lightning web components, as far as ours use it. Salesforce publishes no types for these modules; the shapes follow
 * https://developer.salesforce.com/docs/platform/lwc/guide/reference-lightning-ui-api.html and …/reference-graphql-wire.html.
 */
declare module '@salesforce/schema/*' {
  /** Names carry the namespace in an org that has one. */
  const field: { readonly fieldApiName: string; readonly objectApiName: string };
  export default field;
}
declare module '@salesforce/label/*' {
  const label: string;
  export default label;
}
declare module '@salesforce/user/Id' {
  /** The 18 characters of who looks at the page. */
  const id: string;
  export default id;
}
declare module '@salesforce/i18n/timeZone' {
  /** The time zone of whoever looks, as their Salesforce user has it: `Europe/Vienna`. */
  const zone: string;
  export default zone;
}
declare module '@salesforce/customPermission/*' {
  /** Undefined for who does not have it. */
  const has: boolean | undefined;
  export default has;
}
declare module 'lightning/uiRecordApi' {
  import type { FieldRef, UiRecord } from 'c/quittancePage';
  export const getRecord: new () => { connect(): void; update(config: unknown): void; disconnect(): void };
  export function getFieldValue(record: UiRecord | undefined, field: FieldRef): unknown;
  export function getFieldDisplayValue(record: UiRecord | undefined, field: FieldRef): string | null | undefined;
  export function createRecord(input: { readonly apiName: string; readonly fields: Readonly<Record<string, unknown>> }): Promise<UiRecord>;
  export function updateRecord(input: { readonly fields: Readonly<Record<string, unknown>> }, options?: { readonly ifUnmodifiedSince?: string }): Promise<UiRecord>;
  export function notifyRecordUpdateAvailable(ids: readonly { readonly recordId: string }[]): Promise<void>;
}
declare module 'lightning/uiObjectInfoApi' {
  export const getObjectInfo: new () => { connect(): void; update(config: unknown): void; disconnect(): void };
}
declare module 'lightning/graphql' {
  export const graphql: new () => { connect(): void; update(config: unknown): void; disconnect(): void };
  export function gql(texts: TemplateStringsArray, ...values: readonly unknown[]): unknown;
}
declare module 'lightning/empApi' {
  export interface Subscription {
    readonly id?: string;
    readonly channel: string;
  }
  export interface EventMessage {
    readonly data: { readonly payload: Readonly<Record<string, unknown>> };
  }
  export function subscribe(channel: string, replayId: number, heard: (message: EventMessage) => void): Promise<Subscription>;
  export function unsubscribe(subscription: Subscription, done: () => void): Promise<unknown>;
  export function onError(heard: (error: unknown) => void): Promise<unknown>;
}
declare module 'lightning/platformShowToastEvent' {
  export class ShowToastEvent extends CustomEvent<unknown> {
    constructor(toast: { readonly title: string; readonly message?: string; readonly variant?: 'info' | 'success' | 'warning' | 'error' });
  }
}
declare module 'lightning/refresh' {
  export class RefreshEvent extends CustomEvent<unknown> {
    constructor();
  }
}
