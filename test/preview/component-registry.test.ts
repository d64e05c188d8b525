import { describe, expect, it } from '@jest/globals';
import { rollup } from 'rollup';
import { componentRegistry } from '../../scripts/preview/component-registry.ts';
import type { Page } from '../../scripts/preview/pages.ts';

const pageWith = (...names: readonly string[]): Page => ({
  name: 'Order_Page', file: 'force-app/main/orders/flexipages/Order_Page.flexipage-meta.xml', label: 'Order', type: 'RecordPage', object: 'Order__c', template: '',
  regions: { main: names.map((name) => ({ id: name, name, properties: {}, visibility: null })) },
});

/** The modules that the registry of a page needs, or the build's refusal. */
async function modulesOf(page: Page): Promise<string[]> {
  const asked: string[] = [];
  const empty = { name: 'empty', resolveId: (id: string) => id, load: (id: string) => (asked.push(id), 'export default 1;') };
  await (await rollup({ input: 'shell/registry', plugins: [componentRegistry([page], new Set(['orderCard'])), empty] })).close();
  return asked;
}

describe('the components of shipped pages', () => {
  it('are taken from the package and from the host', async () => {
    expect(await modulesOf(pageWith('c:orderCard', 'force:highlightsPanel', 'flexipage:tab'))).toEqual(expect.arrayContaining(['c/orderCard', 'shell/highlightsPanel', 'shell/detailPanel']));
  });

  it.each(['c:orderCards', 'force:recordDetail', 'orderCard', 'constructor'])('stop the build when nobody has them, and the page is named: %s', async (name) => {
    await expect(modulesOf(pageWith(name))).rejects.toThrow(new RegExp(`Order_Page.flexipage-meta.xml places ${name}, which is neither`));
  });
});
