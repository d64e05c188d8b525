import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { all, components, fieldShape, ofType, packageRoot, text, type Component } from './package-metadata.ts';

interface Decision { readonly date: string; readonly name: string; readonly why: string }
interface Frozen {
  readonly objects: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly names: Readonly<Record<string, readonly string[]>>;
  /** Lightning web components: what customers may place, and the properties they may set. */
  readonly components: Readonly<Record<string, string>>;
  readonly reserved: readonly string[];
  readonly decisions: readonly Decision[];
}
const frozen = JSON.parse(readFileSync(join(import.meta.dirname, 'frozen-names.json'), 'utf8')) as Frozen;

/** Types whose names a customer's own automation, reports or permission sets may point at. */
const namedTypes = ['customPermission', 'permissionset', 'permissionsetgroup', 'flow', 'approvalProcess', 'globalValueSet', 'validationRule', 'flexipage', 'reportType', 'report', 'dashboard'] as const;

const nameOf = ({ object, name }: { readonly object: string; readonly name: string }): string => (object === '' ? name : `${object}.${name}`);

/** "exposed recordId lightning__RecordPage(Payment_Request__c)", "inside amount": whether customers can place it, its public properties, its targets. */
function componentShape({ path, name, body }: Component): string {
  const source = readFileSync(join(packageRoot, dirname(path), `${name}.ts`), 'utf8');
  const properties = [...source.matchAll(/@api (?:get |set )?(\w+)/g)].map(([, property = '']) => property);
  const objects = all(body, 'targetConfigs', 'targetConfig').flatMap((config) => all(config, 'objects', 'object')).map((object) => text({ object }, 'object'));
  const targets = all(body, 'targets', 'target').map((target) => text({ target }, 'target')).map((target) => (target === 'lightning__RecordPage' ? `${target}(${objects.join(',')})` : target));
  return [text(body, 'isExposed') === 'true' ? 'exposed' : 'inside', ...properties.sort(), ...targets.sort()].join(' ');
}

function builtNames(): ReadonlyMap<string, string> {
  const fields = ofType('field').map((field): [string, string] => [`${field.object}.${field.name}`, fieldShape(field.body)]);
  const objects = ofType('object').map(({ name }): [string, string] => [name, 'object']);
  const others = namedTypes.flatMap((type) => ofType(type).map((component): [string, string] => [`${type} ${nameOf(component)}`, type]));
  const pages = ofType('js').map((component): [string, string] => [`component ${component.name}`, componentShape(component)]);
  return new Map([...objects, ...fields, ...others, ...pages]);
}

function frozenNames(): ReadonlyMap<string, string> {
  const objects = Object.entries(frozen.objects).flatMap(([object, fields]): [string, string][] => [
    // A standard object is not ours: only the fields we put on it are.
    ...(/__[ce]$/.test(object) ? [[object, 'object'] as [string, string]] : []),
    ...Object.entries(fields).map(([field, shape]): [string, string] => [`${object}.${field}`, shape]),
  ]);
  const others = Object.entries(frozen.names).flatMap(([type, names]) => names.map((name): [string, string] => [`${type} ${name}`, type]));
  const pages = Object.entries(frozen.components).map(([name, shape]): [string, string] => [`component ${name}`, shape]);
  return new Map([...objects, ...others, ...pages]);
}

describe('the names of the package', () => {
  it('differ from the frozen ones only where a dated decision says so', () => {
    const built = builtNames();
    const wanted = frozenNames();
    const decided = new Set(frozen.decisions.filter(({ date, why }) => /^\d{4}-\d\d-\d\d$/.test(date) && why.length > 20).map(({ name }) => name));
    const names = [...new Set([...built.keys(), ...wanted.keys()])].sort();
    const differences = names
      .filter((name) => built.get(name) !== wanted.get(name) && !decided.has(name))
      .map((name) => `${name}: built as ${built.get(name) ?? 'nothing'}, frozen as ${wanted.get(name) ?? 'nothing'}`);
    expect(differences).toEqual([]);
  });

  it('leave no frozen name of a kind the test does not read', () => {
    expect(Object.keys(frozen.names).sort()).toEqual([...namedTypes].sort());
    expect(frozenNames().size).toBeGreaterThan(150);
  });

  it('keep reserved names free until they are built and frozen', () => {
    const built = builtNames();
    expect(frozen.reserved.filter((name) => built.has(name))).toEqual([]);
  });

  it('are no longer than Salesforce allows and carry no namespace', () => {
    const bare = components.filter(({ type }) => type === 'object' || type === 'field').map(({ name }) => name);
    expect(bare.filter((name) => name.replace(/__[ce]$/, '').length > 40 || /^\w+?__\w+__[ce]$/.test(name))).toEqual([]);
  });

  it('are foldered by module, without the default folder', () => {
    expect(existsSync(join(packageRoot, 'default'))).toBe(false);
    const modules = ['fees', 'payouts', 'receipts', 'reconciliation', 'platform'];
    expect(readdirSync(packageRoot).filter((folder) => !modules.includes(folder))).toEqual([]);
  });
});
