import { manualClock } from '../kit/clock.ts';
import type { Clock } from '../kit/clock.ts';
import { openWorld } from '../kit/world.ts';
import { emptyDraft } from './deploy-draft.ts';
import { deploy } from './deploy.ts';
import { createOrg } from './org-core.ts';
import type { Org, Row, User } from './org.ts';

const field = (name: string, type: string, more = ''): string => `<fields><fullName>${name}</fullName><label>${name}</label><type>${type}</type>${more}</fields>`;
const text = (name: string): string => field(name, 'Text', '<length>255</length>');
const choices = ['Draft', 'Submitted', 'Approved', 'Rejected', 'Recalled'].map((name) => `<value><fullName>${name}</fullName><default>${String(name === 'Draft')}</default><label>${name}</label></value>`).join('');

const job = `<CustomObject><label>Job</label><pluralLabel>Jobs</pluralLabel><sharingModel>ReadWrite</sharingModel><nameField><label>Name</label><type>Text</type></nameField>
${text('Note__c')}${text('Copy__c')}${text('Decided_By__c')}${field('Amount__c', 'Number', '<precision>18</precision><scale>3</scale>')}
${field('Approved_Amount__c', 'Number', '<precision>18</precision><scale>3</scale>')}${field('Decided_At__c', 'DateTime')}
${field('Reviewer__c', 'Lookup', '<referenceTo>User</referenceTo><relationshipName>Reviewed</relationshipName>')}
${field('Status__c', 'Picklist', `<valueSet><restricted>true</restricted><valueSetDefinition>${choices}</valueSetDefinition></valueSet>`)}
<validationRules><fullName>No_Approval_By_Hand</fullName><active>true</active>
<errorConditionFormula>AND(ISCHANGED(Status__c), ISPICKVAL(Status__c, &quot;Approved&quot;))</errorConditionFormula><errorMessage>Only an approval approves.</errorMessage></validationRules></CustomObject>`;
const event = `<CustomObject><label>Done</label><pluralLabel>Done</pluralLabel><eventType>HighVolume</eventType><publishBehavior>PublishAfterCommit</publishBehavior>
${text('Kind__c')}${text('Record_Id__c')}${field('Amount__c', 'Number', '<precision>18</precision><scale>3</scale>')}${field('Urgent__c', 'Checkbox', '<defaultValue>false</defaultValue>')}${field('At__c', 'DateTime')}</CustomObject>`;

/** A small deployed org with three users, for tests: object `Job__c`, event `Done__e`. `files` are deployed besides, by path. */
export function testOrg(files: Readonly<Record<string, string>> = {}, options: { readonly namespace?: string; readonly clock?: Clock } = {}): { org: Org; admin: User; ann: User; bob: User; clock: ReturnType<typeof manualClock> } {
  const clock = manualClock(Date.UTC(2026, 10, 21, 9));
  const { org } = createOrg(openWorld({ seed: 7, clock: options.clock ?? clock }), { namespace: options.namespace ?? null });
  const user = (name: string, profile: User['profile']): User => {
    const id = String(org.put('User', { Username: `${name}@example.com`, LastName: name, Name: name, Email: `${name}@example.com`, IsActive: true }).Id);
    const made: User = { id, username: `${name}@example.com`, name, email: `${name}@example.com`, permissionSets: ['All'], profile, isActive: true };
    org.users.push(made);
    return made;
  };
  const admin = user('admin', 'admin');
  const ann = user('ann', 'standard');
  const bob = user('bob', 'standard');
  const objectRights = ['Job__c', 'Done__e'].map((name) => `<objectPermissions><object>${name}</object><allowCreate>true</allowCreate><allowRead>true</allowRead><allowEdit>true</allowEdit><allowDelete>false</allowDelete><modifyAllRecords>false</modifyAllRecords><viewAllRecords>true</viewAllRecords></objectPermissions>`);
  const fieldRights = ['Note__c', 'Copy__c', 'Decided_By__c', 'Amount__c', 'Approved_Amount__c', 'Decided_At__c', 'Reviewer__c', 'Status__c'].map((name) => `<fieldPermissions><field>Job__c.${name}</field><readable>true</readable><editable>true</editable></fieldPermissions>`);
  const all = {
    'objects/Job__c.object': job,
    'objects/Done__e.object': event,
    'permissionsets/All.permissionset': `<PermissionSet><label>All</label>${fieldRights.join('')}${objectRights.join('')}</PermissionSet>`,
    ...files,
  };
  const { outcome } = deploy(org, emptyDraft(org), Object.entries(all).map(([path, xml]) => ({ path, bytes: new TextEncoder().encode(xml) })));
  if (!outcome.success) throw new Error(outcome.components.flatMap(({ problem, fullName }) => (problem === undefined ? [] : [`${fullName}: ${problem}`])).join('\n'));
  return { org, admin, ann, bob, clock };
}

/** Saves one job and answers its id; throws when it is refused. */
export function saveJob(org: Org, row: Row, by: User): string {
  const [result] = org.save('Job__c', [row], { by, allOrNone: false, source: 'api' });
  if (!result?.success) throw new Error(result?.errors.map(({ statusCode, message }) => `${statusCode}: ${message}`).join('; '));
  return String(result.id);
}
