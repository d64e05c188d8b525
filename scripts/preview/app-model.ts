import type { Org, User } from '../../sandbox/salesforce/org.ts';
import type { AppMetadata } from './metadata.ts';
import { readsObject } from './personas.ts';

/** What says more of a record than its automatic number, in this order. */
const tellingFields = ['Display_Name__c', 'Purpose__c'];

const iconOf = (metadata: AppMetadata, name: string): string => {
  const motif = metadata.tabs.find((tab) => tab.name === name)?.motif;
  const standard: Readonly<Record<string, string>> = { User: 'standard:user', Account: 'standard:account', Contact: 'standard:contact', Opportunity: 'standard:opportunity' };
  return motif == null ? (standard[name] ?? 'standard:record') : `custom:custom${motif}`;
};

/** App, tabs, pages and lists for one persona: what it may not read is not mentioned. */
export function appModel(metadata: AppMetadata, org: Org, user: User): unknown {
  const readable = [...org.schema.values()].filter(({ kind, name }) => kind === 'object' && readsObject(org, user, name));
  const names = new Set(readable.map(({ name }) => name));
  return {
    ...metadata,
    tabs: metadata.tabs.filter(({ object }) => object === null || names.has(object)).map((tab) => ({ ...tab, label: tab.object === null ? tab.name : (org.schema.get(tab.object)?.pluralLabel ?? tab.object) })),
    pages: metadata.pages.map(({ file: _file, ...page }) => page),
    objects: readable.map(({ name, label, pluralLabel, keyPrefix, fields }) => ({ name, label, plural: pluralLabel, keyPrefix, icon: iconOf(metadata, name), tellingFields: tellingFields.filter((field) => fields.has(field)) })),
  };
}
