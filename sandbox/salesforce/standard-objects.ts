import type { FieldSchema, FieldType, ObjectSchema } from './org.ts';

type Extra = Partial<FieldSchema>;

/** A field with everything that is usual for its type; `extra` overrides. */
export function field(name: string, type: FieldType, extra: Extra = {}): FieldSchema {
  return { name, label: name.replace(/__c$/, '').replaceAll('_', ' '), type, required: false, unique: false, externalId: false, caseSensitive: false, custom: false, readOnly: false, ...extra };
}

const text = (name: string, length = 255, extra: Extra = {}): FieldSchema => field(name, 'Text', { length, ...extra });
const fixed = (name: string, type: FieldType, extra: Extra = {}): FieldSchema => field(name, type, { readOnly: true, ...extra });
const flagged = (name: string, defaultValue = 'false'): FieldSchema => field(name, 'Checkbox', { defaultValue });
const picked = (name: string, values: readonly string[], extra: Extra = {}): FieldSchema => field(name, 'Picklist', { picklist: { restricted: false, values }, ...extra });

/** A lookup `AccountId` whose parent is `Account`. */
function lookup(name: string, to: readonly string[], extra: Extra = {}): FieldSchema {
  return field(name, 'Lookup', { referenceTo: to, parentRelationship: name.replace(/Id$/, ''), deleteConstraint: 'SetNull', ...extra });
}

/** What every record has. Settings, events and children of a master have no owner. */
export function systemFields(owner: boolean): FieldSchema[] {
  return [
    fixed('Id', 'Id', { label: 'Record ID' }),
    ...(owner ? [lookup('OwnerId', ['User', 'Group'], { label: 'Owner ID', parentRelationship: 'Owner', deleteConstraint: 'Restrict' })] : []),
    fixed('IsDeleted', 'Checkbox', { label: 'Deleted' }),
    fixed('CreatedDate', 'DateTime', { label: 'Created Date' }),
    fixed('CreatedById', 'Lookup', { label: 'Created By ID', referenceTo: ['User'], parentRelationship: 'CreatedBy' }),
    fixed('LastModifiedDate', 'DateTime', { label: 'Last Modified Date' }),
    fixed('LastModifiedById', 'Lookup', { label: 'Last Modified By ID', referenceTo: ['User'], parentRelationship: 'LastModifiedBy' }),
    fixed('SystemModstamp', 'DateTime', { label: 'System Modstamp' }),
  ];
}

/** What every platform event carries beside its own fields. */
export function eventFields(): FieldSchema[] {
  return [
    fixed('Id', 'Id'),
    fixed('ReplayId', 'Text', { length: 1000 }),
    fixed('EventUuid', 'Text', { length: 36 }),
    fixed('CreatedDate', 'DateTime'),
    fixed('CreatedById', 'Lookup', { referenceTo: ['User'], parentRelationship: 'CreatedBy' }),
  ];
}

export function objectOf(name: string, keyPrefix: string, fields: readonly FieldSchema[], extra: Partial<ObjectSchema> = {}): ObjectSchema {
  return {
    name, label: name, pluralLabel: `${name}s`, keyPrefix, kind: 'object', custom: false, sharingModel: 'ReadWrite',
    fields: new Map(fields.map((each) => [each.name, each])), validationRules: [], ...extra,
  };
}

const required = { required: true } as const;
const named = (length: number): FieldSchema => text('Name', length, required);
const standard = (name: string, prefix: string, own: readonly FieldSchema[], owner = false): ObjectSchema => objectOf(name, prefix, [...systemFields(owner), ...own]);

/** Standard objects as far as the package, the CLI and the usual clients ask for them. Key prefixes are the real ones. */
export function standardObjects(): ObjectSchema[] {
  return [...people(), ...crm(), ...approvals(), ...permissions()];
}

function people(): ObjectSchema[] {
  return [
    standard('Organization', '00D', [
      named(80), text('InstanceName', 5), flagged('IsSandbox'), text('NamespacePrefix', 15), text('OrganizationType', 40), field('TrialExpirationDate', 'DateTime'),
      text('PrimaryContact', 80), text('Country', 80), text('DefaultLocaleSidKey', 40), text('LanguageLocaleKey', 40), text('TimeZoneSidKey', 40),
    ]),
    standard('User', '005', [
      text('Username', 80, { ...required, unique: true }), text('FirstName', 40), text('LastName', 80, required), fixed('Name', 'Text', { length: 121 }), field('Email', 'Email', required),
      text('Alias', 8), flagged('IsActive', 'true'), lookup('ProfileId', ['Profile']), lookup('ManagerId', ['User']), text('UserType', 40), text('TimeZoneSidKey', 40),
      text('LocaleSidKey', 40), text('LanguageLocaleKey', 40), text('Title', 80),
    ]),
    standard('Profile', '00e', [named(255), text('UserType', 40)]),
    standard('Group', '00G', [named(40), text('DeveloperName', 80), text('Type', 40), text('Email', 255)]),
    standard('GroupMember', '011', [lookup('GroupId', ['Group'], required), lookup('UserOrGroupId', ['User', 'Group'], required)]),
    standard('CustomNotificationType', '0ML', [text('CustomNotifTypeName', 80), text('DeveloperName', 80), text('NamespacePrefix', 15), text('MasterLabel', 80)]),
  ];
}

function crm(): ObjectSchema[] {
  const money = (name: string): FieldSchema => field(name, 'Currency', { precision: 18, scale: 2 });
  return [
    standard('Account', '001', [
      named(255), picked('Type', []), picked('Industry', []), field('Phone', 'Phone'), field('Website', 'Url'), text('BillingCountry', 80), text('BillingCity', 40), text('AccountNumber', 40),
      money('AnnualRevenue'), field('Description', 'LongTextArea', { length: 32000 }), lookup('ParentId', ['Account']),
    ], true),
    standard('Contact', '003', [
      text('FirstName', 40), text('LastName', 80, required), fixed('Name', 'Text', { length: 121 }), field('Email', 'Email'), field('Phone', 'Phone'), text('Title', 128), text('Department', 80),
      text('MailingCountry', 80), text('MailingCity', 40), lookup('AccountId', ['Account'], { relationshipName: 'Contacts' }), lookup('ReportsToId', ['Contact']), field('Description', 'LongTextArea', { length: 32000 }),
    ], true),
    standard('Opportunity', '006', [
      named(120), lookup('AccountId', ['Account'], { relationshipName: 'Opportunities' }), picked('StageName', stages, required), money('Amount'), field('CloseDate', 'Date', required),
      field('Probability', 'Percent', { precision: 3, scale: 0 }), picked('Type', []), fixed('IsClosed', 'Checkbox'), fixed('IsWon', 'Checkbox'), field('Description', 'LongTextArea', { length: 32000 }),
    ], true),
  ];
}

const stages = ['Prospecting', 'Qualification', 'Needs Analysis', 'Value Proposition', 'Id. Decision Makers', 'Perception Analysis', 'Proposal/Price Quote', 'Negotiation/Review', 'Closed Won', 'Closed Lost'];

/** Written by the approval engine, read by SOQL. */
function approvals(): ObjectSchema[] {
  const instance = (relationshipName: string): FieldSchema =>
    lookup('ProcessInstanceId', ['ProcessInstance'], { ...required, parentRelationship: 'ProcessInstance', relationshipName, deleteConstraint: 'Cascade' });
  return [
    standard('ProcessDefinition', '04a', [named(255), text('DeveloperName', 80), text('Type', 40), text('TableEnumOrId', 80), text('State', 40), lookup('LockType', [])]),
    standard('ProcessNode', '04b', [named(255), text('DeveloperName', 80), lookup('ProcessDefinitionId', ['ProcessDefinition'])]),
    standard('ProcessInstance', '04g', [
      lookup('ProcessDefinitionId', ['ProcessDefinition']), lookup('TargetObjectId', ['*'], { relationshipName: 'ProcessInstances', deleteConstraint: 'Cascade' }), text('Status', 40),
      field('CompletedDate', 'DateTime'), lookup('LastActorId', ['User']), lookup('SubmittedById', ['User']), field('ElapsedTimeInDays', 'Number', { precision: 18, scale: 4 }),
    ]),
    standard('ProcessInstanceStep', '04h', [
      instance('Steps'), text('StepStatus', 40), lookup('OriginalActorId', ['User', 'Group']), lookup('ActorId', ['User', 'Group']), field('Comments', 'LongTextArea', { length: 4000 }), lookup('StepNodeId', ['ProcessNode']),
    ]),
    standard('ProcessInstanceWorkitem', '04i', [instance('Workitems'), lookup('OriginalActorId', ['User', 'Group']), lookup('ActorId', ['User', 'Group'])]),
  ];
}

function permissions(): ObjectSchema[] {
  const common = [text('Label', 80), text('NamespacePrefix', 15), field('Description', 'TextArea', { length: 255 })];
  return [
    standard('PermissionSet', '0PS', [named(80), ...common, flagged('IsCustom'), flagged('IsOwnedByProfile'), lookup('ProfileId', ['Profile']), text('Type', 40), lookup('PermissionSetGroupId', [])]),
    standard('PermissionSetAssignment', '0Pa', [
      lookup('AssigneeId', ['User'], { ...required, relationshipName: 'PermissionSetAssignments' }), lookup('PermissionSetId', ['PermissionSet'], { ...required, relationshipName: 'Assignments' }),
      lookup('PermissionSetGroupId', []), field('ExpirationDate', 'DateTime'), flagged('IsActive', 'true'),
    ]),
    standard('CustomPermission', '0CP', [text('DeveloperName', 80, required), text('MasterLabel', 80), text('NamespacePrefix', 15), text('Description', 255)]),
    standard('SetupEntityAccess', '0J0', [lookup('ParentId', ['PermissionSet'], { relationshipName: 'SetupEntityAccessItems' }), lookup('SetupEntityId', ['CustomPermission']), text('SetupEntityType', 40)]),
    standard('EntityDefinition', '4ie', [text('DurableId', 255), text('QualifiedApiName', 80), text('DeveloperName', 80), text('Label', 80), text('PluralLabel', 80), text('KeyPrefix', 3), text('NamespacePrefix', 15), flagged('IsCustomSetting')]),
  ];
}
