import { allAppFindings } from './app-rules.ts';
import { approvalFindings } from './approval-rules.ts';
import { dashboardFindings } from './dashboard-rules.ts';
import { emailFindings } from './email-rules.ts';
import { fieldFindings } from './field-rules.ts';
import type { Check, Finding } from './finding.ts';
import { flexipageFindings } from './flexipage-rules.ts';
import { flowFindings } from './flow-rules.ts';
import { allFormulaFindings } from './formulas-check.ts';
import { houseFindings } from './house-rules.ts';
import { allLayoutFindings } from './layout-rules.ts';
import { listViewFindings } from './list-view-rules.ts';
import { lwcFindings } from './lwc-rules.ts';
import { limitFindings } from './name-limits.ts';
import { objectFindings } from './object-rules.ts';
import { readPackage } from './package-model.ts';
import type { Files } from './package-model.ts';
import { permissionFindings } from './permission-rules.ts';
import { reportFindings } from './report-rules.ts';
import { reportTypeFindings } from './report-type-rules.ts';
import { fileFindings, schemaFindings } from './schema-check.ts';

export interface Rule {
  readonly name: string;
  /** What it makes sure of, in one line. */
  readonly means: string;
  readonly check: Check;
}

/** All rules, from what makes a file unreadable to what this house demands. */
export const rules: readonly Rule[] = [
  { name: 'files', means: 'every file can be read, has a known suffix and lies where it is looked for', check: fileFindings },
  { name: 'schema', means: 'every element is one Salesforce knows, with a value it takes, none missing or twice', check: schemaFindings },
  { name: 'objects', means: 'objects say what their kind needs, and their layouts exist', check: objectFindings },
  { name: 'fields', means: 'fields say what their type needs, and lookups and value sets exist', check: fieldFindings },
  { name: 'formulas', means: 'formulas can be read, name what exists, and compute with kinds that fit', check: allFormulaFindings },
  { name: 'flows', means: 'flows name what exists, hand around values that fit, and lead somewhere', check: flowFindings },
  { name: 'permissions', means: 'permission sets grant what exists, go together and cover every field', check: permissionFindings },
  { name: 'layouts', means: 'layouts show what exists and every required field', check: allLayoutFindings },
  { name: 'list views', means: 'lists show and filter by what exists', check: listViewFindings },
  { name: 'apps', means: 'apps, tabs, paths and quick actions open what exists', check: allAppFindings },
  { name: 'pages', means: 'Lightning pages use regions, components and properties that exist', check: flexipageFindings },
  { name: 'approvals', means: 'approval processes and field updates name what exists and ship inactive', check: approvalFindings },
  { name: 'e-mails', means: 'e-mail templates have a text and a folder, and name fields that exist', check: emailFindings },
  { name: 'report types', means: 'report types offer columns that exist', check: reportTypeFindings },
  { name: 'reports', means: 'reports use columns of their type and sum within one currency', check: reportFindings },
  { name: 'dashboards', means: 'dashboards show reports and columns that exist', check: dashboardFindings },
  { name: 'components', means: 'Lightning web components import, show and query what exists', check: lwcFindings },
  { name: 'limits', means: 'names and labels fit into what Salesforce takes', check: limitFindings },
  { name: 'house', means: 'no Apex, described, case-sensitive keys, nothing hard-coded, money as numbers', check: houseFindings },
];

/** A finding with the rule that made it. */
export interface RuledFinding extends Finding { readonly rule: string }

/** Reads a package and applies every rule; findings in the order of files and lines. */
export function checkFiles(files: Files): readonly RuledFinding[] {
  const pack = readPackage(files);
  return rules
    .flatMap(({ name, check }) => [...check(pack)].map((found) => ({ ...found, rule: name })))
    .sort((one, other) => (one.path === other.path ? one.line - other.line : one.path < other.path ? -1 : 1));
}
