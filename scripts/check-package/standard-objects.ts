/** A field that Salesforce defines. */
interface StandardField {
  readonly name: string;
  readonly type: string;
  readonly target?: string;
  readonly required: false;
  readonly isStandard: true;
}

/** `name:Type`, `name>Object` for a lookup. What every record has. */
const every = 'Id:Id CreatedDate:DateTime CreatedById>User LastModifiedDate:DateTime LastModifiedById>User SystemModstamp:DateTime IsDeleted:Checkbox';
const viewed = 'LastViewedDate:DateTime LastReferencedDate:DateTime LastActivityDate:Date';

/** The standard objects this package may speak of, with the fields it may use (object reference, API 66). Another one is added here when it is needed. */
const tables: Readonly<Record<string, string>> = {
  Account: `${every} ${viewed} Name:Text OwnerId>User ParentId>Account Type:Picklist Industry:Picklist Website:Url Phone:Phone AccountNumber:Text BillingCountry:Text BillingCity:Text AnnualRevenue:Currency`,
  Contact: `${every} ${viewed} Name:Text FirstName:Text LastName:Text Email:Email Phone:Phone Title:Text OwnerId>User AccountId>Account MailingCountry:Text ReportsToId>Contact`,
  Opportunity: `${every} ${viewed} Name:Text Amount:Currency StageName:Picklist CloseDate:Date IsWon:Checkbox IsClosed:Checkbox Type:Picklist Probability:Percent OwnerId>User AccountId>Account ContactId>Contact Description:LongTextArea ExpectedRevenue:Currency`,
  User: `${every} Name:Text FirstName:Text LastName:Text Email:Email Username:Text Alias:Text IsActive:Checkbox ProfileId>Profile ManagerId>User UserRoleId:Id TimeZoneSidKey:Picklist LocaleSidKey:Picklist Title:Text Department:Text UserType:Picklist`,
  Profile: `${every} Name:Text UserType:Picklist`,
  Group: `${every} Name:Text DeveloperName:Text Type:Picklist OwnerId:Id RelatedId:Id Email:Email`,
  GroupMember: `Id:Id GroupId>Group UserOrGroupId:Id SystemModstamp:DateTime`,
  CustomNotificationType: `${every} CustomNotifTypeName:Text DeveloperName:Text MasterLabel:Text NamespacePrefix:Text Description:Text Desktop:Checkbox Mobile:Checkbox`,
  Organization: `${every} Name:Text IsSandbox:Checkbox InstanceName:Text OrganizationType:Picklist DefaultCurrencyIsoCode:Text TimeZoneSidKey:Picklist`,
  ProcessInstance: `${every} TargetObjectId:Id Status:Picklist SubmittedById>User CompletedDate:DateTime ProcessDefinitionId:Id`,
};

/** What a custom object has beside its own fields, by kind. */
const ownBesides: Readonly<Record<'custom' | 'detail' | 'setting' | 'event', string>> = {
  custom: `${every} ${viewed} OwnerId>User`,
  detail: `${every} ${viewed}`,
  setting: `${every} SetupOwnerId:Id Name:Text`,
  event: 'ReplayId:Text EventUuid:Text CreatedDate:DateTime CreatedById>User',
};

/** Shapes by name from one line of a table. */
function shapesOf(line: string): ReadonlyMap<string, StandardField> {
  return new Map(line.split(' ').map((entry) => {
    const [name = '', type = '', target] = /^(\w+)(?::(\w+)|>(\w+))$/.exec(entry)?.slice(1, 4) ?? [];
    return [name, { name, type: target === undefined ? type : 'Lookup', ...(target === undefined ? {} : { target }), required: false, isStandard: true }] as const;
  }));
}

/** The standard fields of a custom object. */
export const standardFieldsOf = (kind: 'custom' | 'detail' | 'setting' | 'event'): ReadonlyMap<string, StandardField> => shapesOf(ownBesides[kind]);

/** Standard objects by name. */
export const standardObjects: ReadonlyMap<string, ReadonlyMap<string, StandardField>> = new Map(Object.entries(tables).map(([name, line]) => [name, shapesOf(line)]));
