import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { sourceFiles } from '../../sandbox/salesforce/source-files.ts';

/** Copies the project into a folder with its components compiled, as `npm run components:build` leaves it: what the Salesforce CLI then packs, an org takes. */
export function builtPackage(folder: string): void {
  for (const path of ['force-app', 'sfdx-project.json', '.forceignore']) cpSync(path, join(folder, path), { recursive: true });
  for (const { path } of sourceFiles('force-app').filter((each) => /\/lwc\/[^/]+\/[^/]+\.js$/.test(each.path))) {
    const source = readFileSync(join('force-app', path.replace(/\.js$/, '.ts')), 'utf8');
    const { outputText } = ts.transpileModule(source, { compilerOptions: { target: ts.ScriptTarget.ESNext, module: ts.ModuleKind.ESNext, verbatimModuleSyntax: true } });
    writeFileSync(join(folder, 'force-app', path), outputText);
  }
}
