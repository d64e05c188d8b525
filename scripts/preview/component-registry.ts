import type { Plugin } from 'rollup';
import type { Page } from './pages.ts';

/** What a real org puts on a page itself, and the preview's component in its place. */
const standardComponents: Readonly<Record<string, string>> = {
  'force:highlightsPanel': 'shell/highlightsPanel',
  'force:detailPanel': 'shell/detailPanel',
  'force:relatedListContainer': 'shell/relatedLists',
  'force:relatedListSingleContainer': 'shell/relatedListSingle',
  'lst:dynamicRelatedList': 'shell/relatedListSingle',
  'runtime_sales_pathassistant:pathAssistant': 'shell/pathAssistant',
  'flexipage:tabset': 'shell/pageTabset',
};
/** Parts that another component reads from the page itself. */
const readByOthers: ReadonlySet<string> = new Set(['flexipage:tab', 'field']);
const registry = 'shell/registry';

/** The module behind a component's name on a page, such as `c/payoutTimeline`; undefined for one that nobody has. */
function moduleOf(name: string, bundles: ReadonlySet<string>): string | undefined {
  const own = /^(?:c|quittance):(\w+)$/.exec(name)?.[1];
  if (own !== undefined) return bundles.has(own) ? `c/${own}` : undefined;
  return Object.hasOwn(standardComponents, name) ? standardComponents[name] : undefined;
}

/** Rollup plugin: `shell/registry`, every component that a shipped page names. One that does not exist stops the build, with the page's file. */
export function componentRegistry(pages: readonly Page[], bundles: ReadonlySet<string>): Plugin {
  return {
    name: 'component-registry',
    resolveId: (id) => (id === registry ? `\0${registry}` : null),
    load(id) {
      if (id !== `\0${registry}`) return null;
      const used = new Map(Object.entries(standardComponents));
      for (const { file, regions } of pages) {
        for (const { name } of Object.values(regions).flat()) {
          if (readByOthers.has(name)) continue;
          const module = moduleOf(name, bundles);
          if (module === undefined) this.error(`Preview: ${file} places ${name}, which is neither a component of the package nor one the preview knows. Correct the page, or add the component to scripts/preview/component-registry.ts.`);
          used.set(name, module);
        }
      }
      const modules = [...new Set(used.values())];
      const entries = [...used].map(([name, module]) => `${JSON.stringify(name)}: m${modules.indexOf(module)}`);
      return `${modules.map((module, at) => `import m${at} from ${JSON.stringify(module)};`).join('\n')}\nexport default { ${entries.join(', ')} };`;
    },
  };
}
