import { readdirSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { openWorld } from '../../sandbox/kit/world.ts';
import { open } from '../../sandbox/salesforce/open.ts';
import { type Defect, spoiled } from '../sandbox/spoiled-package.ts';

/** By the ending of its files: one mistake in a file of each metadata type, and what the org says. */
const defects: Readonly<Record<string, Defect & { readonly says: RegExp }>> = {
  app: { file: 'Quittance.app-meta.xml', from: '<tabs>Payout_Batch__c', to: '<tabs>Payout_Bach__c', says: /no CustomTab named Payout_Bach__c/ },
  approvalProcess: { file: 'Payout_Approval.approvalProcess-meta.xml', from: '<name>Stamp_Payee<', to: '<name>Stamp_Payer<', says: /Stamp_Payer/ },
  compactLayout: { file: 'Payout_Batch_Highlights.compactLayout-meta.xml', from: 'Seal__c', to: 'Seals__c', says: /no CustomField named Payout_Batch__c\.Seals__c/ },
  customPermission: { file: 'Quittance_Companion.customPermission-meta.xml', from: '<label>Quittance Companion</label>', to: '', says: /Required field is missing: label/ },
  dashboard: { file: 'Cash.dashboard-meta.xml', from: '<report>Quittance/Returns', to: '<report>Quittance/Retours', says: /Retours/ },
  dashboardFolder: { file: 'Quittance.dashboardFolder-meta.xml', from: '', to: '', rename: ['Quittance.dashboardFolder', 'Quitance.dashboardFolder'], says: /Quittance/ },
  email: { file: 'Recipient_Invitation.email-meta.xml', from: '<style>none</style>', to: '', says: /Required field is missing: style/ },
  emailFolder: { file: 'Quittance.emailFolder-meta.xml', from: '', to: '', rename: ['Quittance.emailFolder', 'Quitance.emailFolder'], says: /Quittance/ },
  field: { file: 'Payment_Request__c/fields/Recipient__c.field-meta.xml', from: '<referenceTo>Recipient_Account__c', to: '<referenceTo>Recipient_Acount__c', says: /Recipient_Acount__c/ },
  flexipage: { file: 'Payout_Batch_Record_Page.flexipage-meta.xml', from: '<componentName>c:batchSeal', to: '<componentName>c:batchSeel', says: /c:batchSeel/ },
  flow: { file: 'Payment_Request_Wake.flow-meta.xml', from: '<object>Work_Requested__e<', to: '<object>Work_Request__e<', says: /Work_Request__e/ },
  globalValueSet: { file: 'globalValueSet-meta.xml', from: '<fullName>EUR<', to: '<fullName>USD<', says: /Duplicate name specified: USD/ },
  js: { file: 'batchSeal.js-meta.xml', from: '<object>Payout_Batch__c', to: '<object>Payout_Bach__c', says: /Invalid reference Payout_Bach__c of type sobjectClass/ },
  labels: { file: 'labels-meta.xml', from: '<fullName>Action_Back<', to: '<fullName>Action_Ask<', says: /Duplicate name specified: Action_Ask/ },
  layout: { file: 'Payment Request Layout.layout-meta.xml', from: '<field>Purpose__c<', to: '<field>Purpoze__c<', says: /no CustomField named Payment_Request__c\.Purpoze__c/ },
  listView: { file: 'Open_Critical.listView-meta.xml', from: '<columns>Summary__c', to: '<columns>Sumary__c', says: /Could not resolve list view column: Sumary__c/ },
  notiftype: { file: 'notiftype-meta.xml', from: '<masterLabel>Quittance Alert</masterLabel>', to: '', says: /Required field is missing: masterLabel/ },
  object: { file: 'Payout_Batch__c.object-meta.xml', from: '>Payout_Batch_Highlights<', to: '>Payout_Batch_Compact<', says: /no CompactLayout named Payout_Batch__c\.Payout_Batch_Compact/ },
  pathAssistant: { file: 'Payment_Request_Status.pathAssistant-meta.xml', from: '<fieldName>Status__c', to: '<fieldName>State__c', says: /no CustomField named Payment_Request__c\.State__c/ },
  permissionset: { file: 'Quittance_Finance.permissionset-meta.xml', from: '<tab>Payout_Batch__c', to: '<tab>Payout_Bach__c', says: /no CustomTab named Payout_Bach__c/ },
  permissionsetgroup: { file: 'Quittance_Finance_Group.permissionsetgroup-meta.xml', from: '<permissionSets>Quittance_Finance', to: '<permissionSets>Quittance_Finances', says: /no PermissionSet named Quittance_Finances/ },
  report: { file: 'Returns.report-meta.xml', from: '<reportType>Payment_Transactions__c', to: '<reportType>Payments__c', says: /Payments__c/ },
  reportFolder: { file: 'Quittance.reportFolder-meta.xml', from: '', to: '', rename: ['Quittance.reportFolder', 'Quitance.reportFolder'], says: /Quittance/ },
  reportType: { file: 'Sync_Issues.reportType-meta.xml', from: '<field>Summary__c', to: '<field>Sumary__c', says: /Sumary__c/ },
  tab: { file: 'Connection__c.tab-meta.xml', from: '', to: '', rename: ['tabs/Connection__c.', 'tabs/Conection__c.'], says: /no CustomObject named Conection__c/ },
  validationRule: { file: 'Amount_Positive.validationRule-meta.xml', from: 'Amount__c', to: 'Amont__c', says: /Amont__c/ },
  workflow: { file: 'Payment_Request__c.workflow-meta.xml', from: '<field>Approved_Payee_Key__c<', to: '<field>Approved_Payee__c<', says: /Approved_Payee__c/ },
};
const endings = new Set(readdirSync('force-app', { recursive: true, encoding: 'utf8' }).flatMap((path) => /\.(\w+)-meta\.xml$/.exec(path)?.[1] ?? []));

describe.each([['a plain org', null], ['a namespaced org', 'quittance']] as const)('a defect in one file, deployed to %s', (_, namespace) => {
  it.each([...endings].sort())('makes the whole deployment fail and is named with its file: %s', (ending) => {
    const defect = defects[ending];
    if (!defect) throw new Error(`No defect is seeded in a file of type ${ending}: add one`);
    const { org, deployFiles } = open(openWorld({ seed: 1 }), { namespace });
    const said = (() => {
      try {
        deployFiles(spoiled('force-app', defect));
        return 'The deployment was taken.';
      } catch (error) {
        return String(error);
      }
    })();
    expect(said).toMatch(defect.says);
    expect(said).toMatch(/ {2}main\/\S+/);
    expect(org.schema.has('Payment_Request__c')).toBe(false);
  });
});
