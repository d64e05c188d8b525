import { basename, join } from 'node:path';
import type { Plugin } from 'rollup';
import ts from 'typescript';
import { children, text } from '../../sandbox/salesforce/xml.ts';
import { packageFiles, packageFolder } from './package-files.ts';

const virtual = '\0platform:';
const served = /^@salesforce\/(schema\/|user\/Id$|customPermission\/|label\/c\.)/;

/** Text of every custom label of the package. */
function labelTexts(): ReadonlyMap<string, string> {
  return new Map(packageFiles('labels').flatMap(({ node }) => children(node, 'labels').map((label) => [text(label, 'fullName') ?? '', text(label, 'value') ?? ''] as const)));
}

/** What an org puts behind `@salesforce/…`. Who looks is known in the page only, as one build serves every persona. */
function contentOf(name: string, labels: ReadonlyMap<string, string>): string | undefined {
  const [, object, field] = /^@salesforce\/schema\/([^.]+)(?:\.(.+))?$/.exec(name) ?? [];
  if (object !== undefined) return JSON.stringify(field === undefined ? { objectApiName: object } : { fieldApiName: field, objectApiName: object });
  const label = /^@salesforce\/label\/c\.(.+)$/.exec(name)?.[1];
  if (label !== undefined) return labels.has(label) ? JSON.stringify(labels.get(label)) : undefined;
  if (name === '@salesforce/user/Id') return 'window.quittancePreview.persona.id';
  const permission = /^@salesforce\/customPermission\/(.+)$/.exec(name)?.[1];
  return permission === undefined ? undefined : `window.quittancePreview.persona.permissions.includes(${JSON.stringify(permission)}) ? true : undefined`;
}

/** Rollup plugin: the modules an org makes for its components, and TypeScript without its types. Apex has no place here: Quittance has none. */
export function platformModules(): Plugin {
  const labels = labelTexts();
  return {
    name: 'platform-modules',
    resolveId: (id) => (served.test(id) ? virtual + id : null),
    load(id) {
      if (!id.startsWith(virtual)) return null;
      const name = id.slice(virtual.length);
      const content = contentOf(name, labels);
      if (content === undefined) this.error(`Preview: the package has nothing behind ${name}. Add it to the labels or correct the import.`);
      return `export default ${content};`;
    },
    transform(code, id) {
      const [path = ''] = id.split('?');
      if (!path.startsWith(packageFolder) || !path.endsWith('.ts')) return null;
      // The same compiler as the package's own build: it leaves `export default class` in place, by which LWC knows a component.
      const { outputText } = ts.transpileModule(code, { fileName: path, compilerOptions: { target: ts.ScriptTarget.ESNext, module: ts.ModuleKind.ESNext, useDefineForClassFields: true, experimentalDecorators: false } });
      return { code: outputText, map: null };
    },
  };
}

/** In synthetic shadow the base components' own copies of SLDS never match; `:host{}` because an empty sheet makes development builds throw. */
export function withoutNativeStyles(): Plugin {
  return {
    name: 'without-native-styles',
    load: (id) => (/lightning-base-components.*(\.slds\.css|sldsCommon\.css|\.lbc\.native\.css)(\?|$)/.test(id) ? ':host{}' : null),
  };
}

const iconFolder = (root: string, category: string, direction: string): string => join(root, 'node_modules/lightning-base-components/src/lightning', `iconSvgTemplates${category}${direction}`, 'buildTemplates', category.toLowerCase());

/** Replaces the base components' whole icon libraries (1,500 templates) by the icons named in `used` (`utility:clock`). */
export function iconSubset(root: string, used: ReadonlySet<string>, templates: (folder: string) => readonly string[]): Plugin {
  return {
    name: 'icon-subset',
    resolveId(id) {
      const [, category, direction = ''] = /^lightning\/iconSvgTemplates(Utility|Standard|Custom|Action|Doctype)(Rtl)?$/.exec(id) ?? [];
      if (category !== undefined) return `\0icons:${category}:${direction}`;
      return /^lightning\/iconSvgTemplates(Rtl)?$/.test(id) ? '\0icons:none:' : null;
    },
    load(id) {
      const [, category = '', direction = ''] = /^\0icons:(\w+):(\w*)$/.exec(id) ?? [];
      if (category === '') return null;
      if (category === 'none') return 'export default {};';
      const folder = iconFolder(root, category, direction);
      const names = templates(folder).map((path) => basename(path, '.html')).filter((name) => used.has(`${category.toLowerCase()}:${name}`));
      const imports = names.map((name, at) => `import i${at} from ${JSON.stringify(join(folder, `${name}.html`))};`);
      return `${imports.join('\n')}\nexport default {${names.map((name, at) => `${category.toLowerCase()}_${name}: i${at}`).join(',')}};`;
    },
  };
}

