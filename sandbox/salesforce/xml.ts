import { XMLParser, XMLValidator } from 'fast-xml-parser';

/** Parsed metadata XML: every child tag leads to a list, whose entries are text (a leaf) or a further node. Attributes are dropped. */
export interface XmlNode {
  readonly [tag: string]: readonly (XmlNode | string)[] | undefined;
}

const parser = new XMLParser({ ignoreAttributes: true, parseTagValue: false, isArray: () => true, removeNSPrefix: true, htmlEntities: true, ignoreDeclaration: true });

/** The root tag and its content. Throws an Error with the line where the text stops being XML. */
export function parseXml(text: string): { root: string; node: XmlNode } {
  const verdict = XMLValidator.validate(text);
  if (verdict !== true) throw new Error(`Error parsing file: ${verdict.err.msg} (line ${verdict.err.line})`);
  const parsed = parser.parse(text) as Record<string, readonly (XmlNode | string)[]>;
  for (const [root, [node]] of Object.entries(parsed)) {
    if (!root.startsWith('?')) return { root, node: typeof node === 'object' ? node : {} };
  }
  throw new Error('Error parsing file: the document has no root element (line 1)');
}

/** The text of the first child with that tag; undefined when there is none or it is no leaf. */
export function text(node: XmlNode, tag: string): string | undefined {
  const first = node[tag]?.[0];
  return typeof first === 'string' ? first : undefined;
}

export function texts(node: XmlNode, tag: string): string[] {
  return (node[tag] ?? []).filter((each): each is string => typeof each === 'string');
}

export function child(node: XmlNode, tag: string): XmlNode | undefined {
  return children(node, tag)[0];
}

/** All children with that tag; an empty element counts as a node without content. */
export function children(node: XmlNode, tag: string): XmlNode[] {
  return (node[tag] ?? []).map((each) => (typeof each === 'string' ? {} : each));
}

export function flag(node: XmlNode, tag: string): boolean {
  return text(node, tag) === 'true';
}

export function number(node: XmlNode, tag: string): number | undefined {
  const found = text(node, tag);
  return found === undefined || found === '' ? undefined : Number(found);
}
