import type { SeededDefect } from './seeded-defect.ts';

/** Lightning web components: imports, templates, configuration, queries. */
const bundleDefects: readonly SeededDefect[] = [
  { kind: 'component schema', file: 'batchSeal/batchSeal.ts', from: '@salesforce/schema/Payout_Batch__c.Seal__c', to: '@salesforce/schema/Payout_Batch__c.Seals__c', says: /no field Seals__c. Did you mean Seal__c/ },
  { kind: 'component label', file: 'syncIssues/labels.ts', from: "@salesforce/label/c.", to: "@salesforce/label/c.No_", says: /no label No_/ },
  { kind: 'component import', file: 'syncIssues/syncIssues.ts', from: "'c/quittancePage'", to: "'c/quittancePages'", says: /no component quittancePages. Did you mean quittancePage/ },
  { kind: 'component import', file: 'syncIssues/syncIssues.ts', from: '{ fill, messageOf', to: '{ full, messageOf', says: /does not export full. Did you mean fill/ },
  { kind: 'component import', file: 'syncIssues/syncIssues.ts', from: "'./labels'", to: "'./label'", says: /no such file in the bundle/ },
  { kind: 'component import', file: 'syncIssues/syncIssues.ts', from: "'lightning/graphql'", to: "'lightning/graphQL'", says: /platform offers no such module. Did you mean lightning\/graphql/ },
  { kind: 'component Apex', file: 'syncIssues/syncIssues.ts', from: "import { label } from './labels';", to: "import { label } from './labels';\nimport read from '@salesforce/apex/Issues.read';", says: /no Apex in this package/ },
  { kind: 'template tag', file: 'batchSeal/batchSeal.html', from: '<c-page-state kind="loading"', to: '<c-pages-state kind="loading"', says: /no component <c-pages-state>/ },
  { kind: 'template tag', file: 'batchSeal/batchSeal.html', from: '<lightning-icon ', to: '<lightning-ikon ', says: /no base component <lightning-ikon>. Did you mean lightning-icon/ },
  { kind: 'template property', file: 'batchSeal/batchSeal.html', from: 'heading={label.failed}', to: 'header={label.failed}', says: /<c-page-state> has no property header/ },
  { kind: 'template property', file: 'batchSeal/batchSeal.html', from: 'onagain={refresh}', to: 'onagain={refreshAll}', says: /\{refreshAll\}, which the class does not have/ },
  { kind: 'component target', file: 'batchSeal.js-meta.xml', from: '<target>lightning__RecordPage<', to: '<target>lightning__RecordPages<', says: /no target lightning__RecordPages/ },
  { kind: 'component target', file: 'batchSeal.js-meta.xml', from: '<object>Payout_Batch__c<', to: '<object>Payout_Batches__c<', says: /Payout_Batches__c, which does not exist/ },
  { kind: 'component target', file: 'batchSeal.js-meta.xml', from: 'targets="lightning__RecordPage"', to: 'targets="lightning__HomePage"', says: /which <targets> does not list/ },
  { kind: 'component target', file: 'batchSeal.js-meta.xml', from: '<objects>\n                <object>Payout_Batch__c</object>\n            </objects>', to: '<objekts>\n                <object>Payout_Batch__c</object>\n            </objekts>', says: /<objekts> is no part of a target configuration/ },
  { kind: 'component version', file: 'batchSeal.js-meta.xml', from: '<apiVersion>66.0<', to: '<apiVersion>60.0<', says: /API version is 60.0/ },
  { kind: 'query object', file: 'payoutTimeline/movements.ts', from: 'movements: Payment_Transaction__c(', to: 'movements: Payment_Transactions__c(', says: /Payment_Transactions__c, which does not exist here/ },
  { kind: 'query field', file: 'payoutTimeline/movements.ts', from: 'rate: FX_Rate__c', to: 'rate: FX_Rates__c', says: /no field FX_Rates__c/ },
  { kind: 'query field', file: 'payoutTimeline/movements.ts', from: '{ Payment_Request__c: { eq', to: '{ Payment_Requests__c: { eq', says: /filters by a field that is not there/ },
  { kind: 'query field', file: 'payoutTimeline/movements.ts', from: 'orderBy: { Occurred_At__c', to: 'orderBy: { Occured_At__c', says: /orders or groups by a field that is not there/ },
  { kind: 'query alias', file: 'payoutTimeline/movements.ts', from: 'rate: FX_Rate__c', to: 'FX_Rate__c', says: /FX_Rate__c has no alias/ },
  { kind: 'query end', file: 'payoutTimeline/movements.ts', from: '          first: 50\n', to: '', at: 'movements: Payment_Transaction__c', says: /does not say how many/ },
  { kind: 'query end', file: 'payoutTimeline/movements.ts', from: 'first: 50', to: 'first: 5000', says: /asks for 5000 rows/ },
  { kind: 'query value', file: 'syncIssues/openIssues.ts', from: '"Retrying"', to: '"Retry"', says: /"Retry" is no value of Status__c/ },
  { kind: 'query variable', file: 'approvalFacts/standing.ts', from: '$amount: Double', to: '$amount: Boolean', says: /\$amount is a Boolean, but is compared with Amount__c/ },
  { kind: 'query variable', file: 'approvalFacts/standing.ts', from: '{ eq: $currency }', to: '{ eq: $curency }', says: /\$curency is not declared/ },
  { kind: 'query syntax', file: 'payoutTimeline/movements.ts', from: 'first: 50\n        )', to: 'first: 50\n        ', at: ') {\n          edges'.slice(3), says: /can't be read/ },
];

/** The rules of this house. */
const houseDefects: readonly SeededDefect[] = [
  { kind: 'Apex', file: 'main/platform/classes/Payout.cls', from: 'x', to: 'public class Payout {}', at: 'top', says: /no Apex/, added: { 'main/platform/classes/Payout.cls': 'x' } },
  { kind: 'not packageable', file: 'main/platform/profiles/Admin.profile-meta.xml', from: 'x', to: 'y', at: 'top', says: /does not travel in the package/, added: { 'main/platform/profiles/Admin.profile-meta.xml': '<Profile>x</Profile>' } },
  { kind: 'malformed XML', file: 'objects/Connection__c/Connection__c.object-meta.xml', from: '<description>', to: '<customHelp>', at: '<customHelp>', says: /not well-formed/ },
  { kind: 'not described', file: 'fields/Cost_Center__c.field-meta.xml', from: '<description>', to: '<description>?</description>\n<description>', says: /no description worth the name/ },
  { kind: 'key', file: 'fields/Source_Key__c.field-meta.xml', from: '<caseSensitive>true<', to: '<caseSensitive>false<', says: /not <caseSensitive>/ },
  { kind: 'key', file: 'fields/Source_Key__c.field-meta.xml', from: '<externalId>true<', to: '<externalId>false<', says: /not <externalId>/ },
  { kind: 'money', file: 'Payment_Request__c/fields/Amount__c.field-meta.xml', from: '<type>Number<', to: '<type>Currency<', says: /rounds to the decimals of the org/ },
  { kind: 'delete restricted', file: 'Payment_Request__c/fields/Payout_Batch__c.field-meta.xml', from: '>Restrict<', to: '>SetNull<', says: /lets Payout_Batch__c be deleted under it/ },
  { kind: 'hard-coded', file: 'Amount_Positive.validationRule-meta.xml', from: 'Enter what is', to: 'See https://example.my.salesforce.com/x and enter what is', says: /fixed web address/ },
  { kind: 'hard-coded', file: 'Payment_Request_Wake.flow-meta.xml', from: 'payout.approved', to: '0055g00000ABCdeAAG', says: /looks like a record id/ },
  { kind: 'currency field', file: 'approvalFacts/standing.ts', from: 'currency: Currency__c { value }', to: 'currency: CurrencyIsoCode { value }', says: /does not exist in an org with one currency/ },
  { kind: 'name too long', file: 'main/platform/objects/Connection__c/listViews/Connections_That_Did_Not_Speak_For_Very_Long.listView-meta.xml', from: 'x', to: 'Silent', at: 'top', says: /has 44 characters; Salesforce takes 40/, added: { 'main/platform/objects/Connection__c/listViews/Connections_That_Did_Not_Speak_For_Very_Long.listView-meta.xml': '<?xml version="1.0"?>\n<ListView xmlns="http://soap.sforce.com/2006/04/metadata"><columns>NAME</columns><filterScope>Everything</filterScope><label>x</label></ListView>' } },
  { kind: 'label too long', file: 'Payment_Request__c/fields/Purpose__c.field-meta.xml', from: '<label>Purpose<', to: `<label>${'Purpose '.repeat(6)}<`, says: /<label> has 47 characters/ },
];

export const allComponentDefects: readonly SeededDefect[] = [...bundleDefects, ...houseDefects];
