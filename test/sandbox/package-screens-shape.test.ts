import { resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import ts from 'typescript';
import { type Component, ofType, type Xml } from '../house/package-metadata.ts';

/** File suffix to the type of Salesforce's own metadata model. */
const types: Readonly<Record<string, string>> = {
  layout: 'Layout', compactLayout: 'CompactLayout', listView: 'ListView', pathAssistant: 'PathAssistant', tab: 'CustomTab', app: 'CustomApplication', permissionset: 'PermissionSet', object: 'CustomObject',
  flexipage: 'FlexiPage', permissionsetgroup: 'PermissionSetGroup',
  reportType: 'ReportType', report: 'Report', reportFolder: 'ReportFolder', dashboard: 'Dashboard', dashboardFolder: 'DashboardFolder',
};
const model = resolve('node_modules/@salesforce/types/lib/metadata.d.ts');
const program = ts.createProgram([model], { noLib: true, types: [] });
const checker = program.getTypeChecker();
const source = program.getSourceFile(model);
const declared = new Map((source ? checker.getExportsOfModule(checker.getSymbolAtLocation(source) as ts.Symbol) : []).map((symbol) => [symbol.name, checker.getDeclaredTypeOfSymbol(symbol)]));

/** `fields: string[]` is written as several `<fields>`; an optional one may be absent. Without a library the checker knows no arrays, so the declaration is read. */
function plain(property: ts.Symbol): { readonly type: ts.Type | undefined; readonly isOptional: boolean; readonly isList: boolean } {
  const declaration = property.valueDeclaration as ts.PropertySignature;
  const node = declaration.type as ts.TypeNode;
  const isList = ts.isArrayTypeNode(node);
  return { type: checker.getTypeFromTypeNode(isList ? node.elementType : node), isOptional: isList || declaration.questionToken !== undefined, isList };
}

function faults(xml: Xml, type: ts.Type, at: string): string[] {
  if (typeof xml === 'string') {
    const allowed = type.isUnion() && type.types.every((each) => each.isStringLiteral()) ? type.types.map((each) => each.value) : undefined;
    return allowed && !allowed.includes(xml) ? [`${at}: ${xml} is none of the values`] : [];
  }
  const properties = new Map(checker.getPropertiesOfType(type).map((each) => [each.name, plain(each)]));
  const entries = Object.entries(xml as { readonly [name: string]: Xml });
  const absent = [...properties].filter(([name, { isOptional }]) => !isOptional && name !== 'fullName' && !entries.some(([tag]) => tag === name)).map(([name]) => `${at}: ${name} is missing`);
  const inside = entries.flatMap(([tag, value]) => {
    const known = properties.get(tag);
    if (!known?.type) return [`${at}: ${tag} is unknown`];
    const values = Array.isArray(value) ? (value as readonly Xml[]) : [value];
    const wanted = known.type;
    return [...(values.length > 1 && !known.isList ? [`${at}: ${tag} stands there twice`] : []), ...values.flatMap((each) => faults(each, wanted, `${at}/${tag}`))];
  });
  return [...absent, ...inside, ...disordered(entries.map(([tag]) => tag), at)];
}

/** The full name, the rest by alphabet, then what an override in an app has beyond one on an object: the order Salesforce itself writes, and the one its schema demands. */
function disordered(tags: readonly string[], at: string): string[] {
  const rank = (tag: string): number => (tag === 'fullName' ? 0 : tag === 'pageOrSobjectType' ? 2 : 1);
  const sorted = [...tags].sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
  return tags.join() === sorted.join() ? [] : [`${at}: ${tags.join()} should be ${sorted.join()}`];
}

const faultsOf = ({ path, type, body }: Component): string[] => faults(body, declared.get(types[type] ?? '') as ts.Type, path);

describe('the metadata of what people look at', () => {
  it.each(Object.keys(types))('has only elements and values that Salesforce knows, all that it requires, and in its order: %s', (type) => {
    expect(ofType(type).length).toBeGreaterThan(0);
    expect(ofType(type).flatMap(faultsOf)).toEqual([]);
  });

  it('would be noticed if it were wrong', () => {
    const view = ofType('listView')[0] as Component;
    const spoiled = { columms: 'NAME', filterScope: 'Everybody', filters: { field: 'NAME', operation: 'is' }, label: ['One', 'Two'] };
    expect(faultsOf({ ...view, path: 'x', body: spoiled })).toEqual(['x: columms is unknown', 'x/filterScope: Everybody is none of the values', 'x/filters/operation: is is none of the values', 'x: label stands there twice']);
    expect(faultsOf({ ...view, path: 'x', body: { filterScope: 'Mine', columns: 'NAME' } })).toEqual(['x: label is missing', 'x: filterScope,columns should be columns,filterScope']);
  });
});
