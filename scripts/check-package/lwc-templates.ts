import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { finding, nearest } from './finding.ts';
import type { Finding } from './finding.ts';
import { membersOf } from './lwc-bundles.ts';
import type { Bundle } from './lwc-bundles.ts';
import { lineFinder } from './xml-tree.ts';

const kebab = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
const camel = (name: string): string => name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());

let base: ReadonlySet<string> | undefined;

/** Base components by tag, read from the published package of them. */
function baseComponents(): ReadonlySet<string> {
  base ??= new Set(readdirSync(join(dirname(createRequire(import.meta.url).resolve('lightning-base-components/package.json')), 'src/lightning')).map((name) => `lightning-${kebab(name)}`));
  return base;
}

/** Components the published package lacks, but every org has. */
const onlyInOrgs: ReadonlySet<string> = new Set(['lightning-record-form', 'lightning-record-edit-form', 'lightning-record-view-form', 'lightning-output-field', 'lightning-input-field', 'lightning-messages', 'lightning-record-picker', 'lightning-flow', 'lightning-file-upload', 'lightning-map', 'lightning-quick-action-panel']);
/** Attributes every element takes. */
const everywhere = /^(class|style|id|title|key|slot|role|tabindex|hidden|lang|dir|draggable|spellcheck|contenteditable|accesskey)$|^(aria|data)-|^on[a-z]|^(lwc|for|iterator|if):/;

interface Tag { readonly name: string; readonly at: number; readonly attributes: readonly { readonly name: string; readonly value: string; readonly at: number }[] }

function tagsOf(text: string): readonly Tag[] {
  const bare = text.replace(/<!--[\s\S]*?-->/g, (comment) => comment.replace(/[^\n]/g, ' '));
  return [...bare.matchAll(/<([a-z][\w-]*)((?:\s+[\w:.-]+(?:\s*=\s*(?:"[^"]*"|\{[^}]*\}))?)*)\s*\/?>/g)].map(({ 1: name = '', 2: inside = '', index }) => ({
    name,
    at: index,
    attributes: [...inside.matchAll(/([\w:.-]+)(?:\s*=\s*("[^"]*"|\{[^}]*\}))?/g)].map((attribute) => ({ name: attribute[1] ?? '', value: attribute[2] ?? '', at: index + 1 + name.length + attribute.index })),
  }));
}

function* tagFindings(bundles: readonly Bundle[], path: string, tag: Tag, line: number): Generator<Finding> {
  if (tag.name.startsWith('lightning-') && !baseComponents().has(tag.name) && !onlyInOrgs.has(tag.name)) yield finding(path, line, `There is no base component <${tag.name}>.${nearest(tag.name, baseComponents())}`, 'Correct the name.');
  if (!tag.name.startsWith('c-')) return;
  const name = camel(tag.name.slice(2));
  const child = bundles.find((bundle) => bundle.name === name);
  if (!child) {
    yield finding(path, line, `There is no component <${tag.name}>.${nearest(name, bundles.map((bundle) => bundle.name))}`, 'Name one of lwc/, in small letters with hyphens.');
    return;
  }
  const members = membersOf(child);
  if (!members) return;
  const offered = [...members].filter(([, { isApi }]) => isApi).map(([member]) => member);
  for (const { name: attribute } of tag.attributes) if (!everywhere.test(attribute) && !offered.includes(camel(attribute))) yield finding(path, line, `<${tag.name}> has no property ${attribute}.${nearest(attribute, offered.map(kebab))}`, 'Name one of its @api properties.');
}

/** Templates: tags that exist, the properties they take, and names the class has. */
export function* templateFindings(bundles: readonly Bundle[]): Generator<Finding> {
  for (const bundle of bundles) {
    if (!bundle.template) continue;
    const { path, text } = bundle.template;
    const lineAt = lineFinder(text);
    const tags = tagsOf(text);
    for (const tag of tags) yield* tagFindings(bundles, path, tag, lineAt(tag.at));
    const members = membersOf(bundle);
    if (!members) continue;
    const local = tags.flatMap(({ attributes }) => attributes).flatMap(({ name, value }) => (name === 'for:item' || name === 'for:index' ? [value.replaceAll('"', '')] : name.startsWith('iterator:') ? [name.slice(9)] : []));
    const blank = text.replace(/<!--[\s\S]*?-->/g, (comment) => comment.replace(/[^\n]/g, ' '));
    for (const { 1: name = '', index } of blank.matchAll(/\{\s*([A-Za-z_$][\w$]*)(?:\.[\w$.]*)?\s*\}/g)) if (!members.has(name) && !local.includes(name)) yield finding(path, lineAt(index), `The template uses {${name}}, which the class does not have.${nearest(name, members.keys())}`, 'Add it to the class or correct the name.');
  }
}
