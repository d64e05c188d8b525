import { XMLParser, XMLValidator } from 'fast-xml-parser';

/** One element with its place, so that a finding can name the line. */
export interface Element {
  readonly name: string;
  /** Line of the opening tag, counted from 1. */
  readonly line: number;
  /** Text directly inside, entities resolved, surrounding blanks kept: a formula counts its own lines from the opening tag. */
  readonly text: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly Element[];
}

export type Reading = { readonly root: Element } | { readonly broken: string; readonly line: number };

type Raw = Record<string, unknown>;

const place = XMLParser.getMetaDataSymbol() as unknown as symbol;
const parser = new XMLParser({ preserveOrder: true, captureMetaData: true, ignoreAttributes: false, attributeNamePrefix: '', parseTagValue: false, parseAttributeValue: false, trimValues: false, processEntities: true });

/** Answers the line (from 1) of a position in a text, by halving. */
export function lineFinder(text: string): (position: number) => number {
  const starts = [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)];
  return (position) => {
    let [low, high] = [0, starts.length];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((starts[middle] ?? 0) <= position) low = middle;
      else high = middle;
    }
    return low + 1;
  };
}

function elementOf(raw: Raw, lineAt: (position: number) => number): Element {
  const name = Object.keys(raw).find((key) => key !== ':@') ?? '';
  const inside = raw[name] as readonly Raw[];
  const { startIndex = 0 } = ((raw as Record<symbol, unknown>)[place] ?? {}) as { readonly startIndex?: number };
  return {
    name,
    line: lineAt(startIndex),
    text: inside.filter((each) => '#text' in each).map((each) => String(each['#text'])).join(''),
    attributes: (raw[':@'] ?? {}) as Readonly<Record<string, string>>,
    children: inside.filter((each) => !('#text' in each)).map((each) => elementOf(each, lineAt)),
  };
}

/** Reads one metadata file, or says what is malformed and where. */
export function readXml(text: string): Reading {
  const valid = XMLValidator.validate(text);
  if (valid !== true) return { broken: valid.err.msg, line: valid.err.line };
  const raw = (parser.parse(text) as readonly Raw[]).find((each) => !('?xml' in each) && !('#text' in each));
  return raw ? { root: elementOf(raw, lineFinder(text)) } : { broken: 'the file holds no element', line: 1 };
}

/** All direct children of a name. */
export const childrenOf = (element: Element | undefined, name: string): readonly Element[] => element?.children.filter((child) => child.name === name) ?? [];

/** The first element down a path of names. */
export function childOf(element: Element | undefined, ...names: readonly string[]): Element | undefined {
  return names.reduce<Element | undefined>((here, name) => here?.children.find((child) => child.name === name), element);
}

/** The trimmed text down a path of names; '' when there is none. */
export const textOf = (element: Element | undefined, ...names: readonly string[]): string => (names.length === 0 ? element : childOf(element, ...names))?.text.trim() ?? '';

/** Whether the element down a path says `true`. */
export const isTrue = (element: Element | undefined, ...names: readonly string[]): boolean => textOf(element, ...names) === 'true';

/** The element itself and everything below it. */
export function* elementsOf(element: Element): Generator<Element> {
  yield element;
  for (const child of element.children) yield* elementsOf(child);
}
