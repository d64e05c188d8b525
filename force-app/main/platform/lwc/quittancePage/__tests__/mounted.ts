import { createElement } from 'lwc';
import { getRecord } from 'lightning/uiRecordApi';
import { graphql } from 'lightning/graphql';

type Filter = (config: Readonly<Record<string, unknown>>) => boolean;

/** What the stand-ins of the wire adapters let a test do. */
interface Adapter {
  emit(value: unknown, filter?: Filter, refresh?: () => Promise<void>): void;
  emitError(error: unknown): void;
  emitErrors(errors: unknown, filter?: Filter, refresh?: () => Promise<void>): void;
  getLastConfig(): Readonly<Record<string, unknown>> | null;
}
export const record = getRecord as unknown as Adapter;
export const graph = graphql as unknown as Adapter;

/** Picks the wire that asks the query of this name; the test has to stand in for `gql` with `(texts) => texts[0]`, as its own stand-in forgets the document. */
export const asks = (name: string): Filter => ({ query }) => typeof query === 'string' && new RegExp(`query ${name}\\b`).test(query);

/** Lets wires and rendering catch up. */
export async function settle(turns = 8): Promise<void> {
  await Promise.resolve();
  if (turns > 1) await settle(turns - 1);
}

/** Puts a component on the page, with its wires configured. */
export async function mounted<Props extends object>(tag: string, is: CustomElementConstructor, props: Props): Promise<HTMLElement & Props> {
  const element = Object.assign(createElement(tag, { is: is as never }), props) as HTMLElement & Props;
  document.body.appendChild(element);
  await settle();
  return element;
}

/** Empties the page between tests. */
export function cleared(): void {
  while (document.body.firstChild) document.body.removeChild(document.body.firstChild);
  jest.clearAllMocks();
}

export const all = <Found extends HTMLElement = HTMLElement>(element: HTMLElement, selector: string): Found[] => [...(element.shadowRoot?.querySelectorAll<Found>(selector) ?? [])];

/** The only match; a test that looks for what is not there says what it looked for. */
export function one<Found extends object = object>(element: HTMLElement, selector: string): HTMLElement & Found {
  const found = all(element, selector);
  if (found.length !== 1) throw new Error(`${found.length} elements match ${selector}`);
  return found[0] as HTMLElement & Found;
}

/** What a person reads there, with the spaces of a browser. */
export const textOf = (element: HTMLElement, selector: string): string => (one(element, selector).textContent ?? '').replace(/\s+/g, ' ').trim();

/** A record as the UI API answers: every field with value and displayValue. */
export const recordOf = (apiName: string, id: string, fields: Readonly<Record<string, unknown>>): unknown => ({
  apiName, id, fields: Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, { value, displayValue: name.startsWith('Status') && value !== null ? String(value) : null }])),
});

/** A row as GraphQL answers: every aliased field a leaf. */
export const nodeOf = (id: string, fields: Readonly<Record<string, unknown>>): unknown => ({ node: { Id: id, ...Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, { value }])) } });

/** The variables a named query was asked with last; undefined while it is not asked. */
export function askedWith(name: string): unknown {
  let found: unknown;
  // A filter that lets nothing through hears of every wire and answers none.
  graph.emit(undefined, (config) => {
    if (asks(name)(config)) found = config.variables;
    return false;
  });
  return found;
}

/** A group as a GraphQL aggregate answers. */
export const groupOf = (fields: Readonly<Record<string, unknown>>): unknown => ({ node: { aggregate: fields } });
