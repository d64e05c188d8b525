import type { SeededDefect } from './seeded-defect.ts';
import { pagePath, seededPage } from './seeded-page.ts';

const onPage = (kind: string, from: string, to: string, says: RegExp, at?: string): SeededDefect => ({ kind, file: pagePath, from, to, says, added: seededPage, ...(at === undefined ? {} : { at }) });

/** Lightning pages. */
const pageDefects: readonly SeededDefect[] = [
  onPage('page component', '<componentName>payoutTimeline<', '<componentName>payoutTimelin<', /no component payoutTimelin. Did you mean payoutTimeline/),
  onPage('page component', '<componentName>force:highlightsPanel<', '<componentName>force:highlightPanel<', /Did you mean force:highlightsPanel/),
  onPage('page component', '<componentName>payoutTimeline<', '<componentName>currencyAmount<', /not exposed/),
  onPage('page component', '<componentName>payoutTimeline<', '<componentName>batchSeal<', /made for Payout_Batch__c, not for Payment_Request__c/),
  onPage('page property', '<componentName>payoutTimeline<', '<componentInstanceProperties><name>size</name><value>1</value></componentInstanceProperties>\n                <componentName>payoutTimeline<', /no property size/, '<name>size'),
  onPage('page region', '<name>main<', '<name>centre<', /no region centre/),
  onPage('page region', ':recordHomeTemplateDesktop', ':recordHomeTemplatDesktop', /template flexipage:recordHomeTemplatDesktop is not known/),
  onPage('page region', '<value>Facet-details<', '<value>Facet-detail<', /facet Facet-detail is not on the page/),
  onPage('page rule', '{!Record.Status__c}', '{!Record.Stat__c}', /no field Stat__c/),
  onPage('page rule', 'CustomPermission.Quittance_Companion', 'CustomPermission.Quittance_Compagnon', /no custom permission Quittance_Compagnon/),
  onPage('page field', 'Record.Purpose__c', 'Record.Purposes__c', /no field Purposes__c/),
  onPage('page object', '<sobjectType>Payment_Request__c<', '<sobjectType>Payment_Requests__c<', /Payment_Requests__c, which does not exist/),
];

/** Layouts, lists, apps, tabs and paths. */
const screenDefects: readonly SeededDefect[] = [
  { kind: 'layout field', file: 'Payout_Batch__c-Payout Batch Layout.layout-meta.xml', from: '<field>Seal__c<', to: '<field>Seals__c<', says: /no field Seals__c. Did you mean Seal__c/ },
  { kind: 'layout field', file: 'Payout_Batch__c-Payout Batch Layout.layout-meta.xml', from: '<field>Sent_At__c<', to: '<field>Status__c<', says: /Status__c stands twice/ },
  { kind: 'layout field', file: 'Payment_Request__c-Payment Request Layout.layout-meta.xml', from: '<field>Purpose__c<', to: '<field>Attempt__c<', at: 'top', says: /required field Purpose__c is not on the layout/ },
  { kind: 'layout section', file: 'Payout_Batch__c-Payout Batch Layout.layout-meta.xml', from: '<style>TwoColumnsTopToBottom<', to: '<style>OneColumn<', says: /style OneColumn and has 2 columns/ },
  { kind: 'related list', file: 'Payout_Batch__c-Payout Batch Layout.layout-meta.xml', from: '.Payout_Batch__c</relatedList>', to: '.Payout_Batches__c</relatedList>', says: /no field Payout_Batches__c/ },
  { kind: 'related list', file: 'Payout_Batch__c-Payout Batch Layout.layout-meta.xml', from: '.Payout_Batch__c</relatedList>', to: '.Funding_Account__c</relatedList>', says: /leads to Funding_Account__c, not to Payout_Batch__c/ },
  { kind: 'compact layout', file: 'Payment_Request_Highlights.compactLayout-meta.xml', from: '<fields>Status__c<', to: '<fields>State__c<', says: /no field State__c/ },
  { kind: 'list view', file: 'Payment_Request__c/listViews/On_Hold.listView-meta.xml', from: '<columns>Due_Date__c<', to: '<columns>Due_Day__c<', says: /no field Due_Day__c/ },
  { kind: 'list view', file: 'Payment_Request__c/listViews/On_Hold.listView-meta.xml', from: '<columns>OWNER.ALIAS<', to: '<columns>OWNER.NICK<', says: /list views know no field OWNER.NICK/ },
  { kind: 'list view', file: 'Payment_Request__c/listViews/On_Hold.listView-meta.xml', from: '<value>On Hold<', to: '<value>On hold<', says: /"On hold" is no value of Status__c, so nothing is found. Did you mean On Hold/ },
  { kind: 'app', file: 'Quittance.app-meta.xml', from: '<tabs>Revenue__c<', to: '<tabs>Revenues__c<', says: /no tab Revenues__c/ },
  { kind: 'app', file: 'Quittance.app-meta.xml', from: '<uiType>', to: '<utilityBar>Quittance_Bar</utilityBar>\n    <uiType>', says: /no utility bar Quittance_Bar/ },
  { kind: 'tab', file: 'tabs/Exchange_Rate__c.tab-meta.xml', from: 'Custom62: Chalkboard', to: 'Custom55: Chalkboard', says: /Chalkboard is Custom62, and Custom55 is Books/ },
  { kind: 'tab', file: 'tabs/Exchange_Rate__c.tab-meta.xml', from: 'Custom62:', to: 'Custom162:', says: /icons Custom1 to Custom100/ },
  { kind: 'tab', file: 'main/platform/tabs/Gone__c.tab-meta.xml', from: '>x<', to: '>A tab of nothing.<', at: '<customObject>', says: /shows Gone__c, which the package does not define/, added: { 'main/platform/tabs/Gone__c.tab-meta.xml': '<?xml version="1.0"?>\n<CustomTab xmlns="http://soap.sforce.com/2006/04/metadata">\n<customObject>true</customObject>\n<description>x</description>\n<motif>Custom13: Box</motif>\n</CustomTab>' } },
  { kind: 'path', file: 'Payment_Request_Status.pathAssistant-meta.xml', from: '<picklistValueName>Scheduled<', to: '<picklistValueName>Planned<', says: /"Planned" is no value of Status__c/ },
  { kind: 'path', file: 'Payment_Request_Status.pathAssistant-meta.xml', from: '<fieldNames>Approved_At__c<', to: '<fieldNames>Approved_On__c<', says: /no field Approved_On__c/ },
];

/** Approvals, reports and dashboards. */
const outputDefects: readonly SeededDefect[] = [
  { kind: 'approval', file: 'Payment_Request__c.Payout_Approval.approvalProcess-meta.xml', from: '<active>false<', to: '<active>true<', says: /ships active/ },
  { kind: 'approval', file: 'Payment_Request__c.Payout_Approval.approvalProcess-meta.xml', from: '<name>Stamp_Payee<', to: '<name>Stamp_Payer<', says: /no FieldUpdate Stamp_Payer in the workflow/ },
  { kind: 'approval', file: 'Payment_Request__c.Payout_Approval.approvalProcess-meta.xml', from: '<field>Due_Date__c<', to: '<field>Due_Day__c<', says: /no field Due_Day__c/ },
  { kind: 'approval', file: 'Payment_Request__c.Payout_Approval.approvalProcess-meta.xml', from: '<type>adhoc<', to: '<name>boss</name>\n                <type>user<', at: '<type>user', says: /names a user of one org/ },
  { kind: 'field update', file: 'workflows/Payment_Request__c.workflow-meta.xml', from: '<field>Approved_Payee_Key__c<', to: '<field>Approved_Payee__c<', says: /no field Approved_Payee__c/ },
  { kind: 'field update', file: 'workflows/Payment_Request__c.workflow-meta.xml', from: '<literalValue>Recalled<', to: '<literalValue>Withdrawn<', says: /"Withdrawn" is no value of Status__c/ },
  { kind: 'field update', file: 'workflows/Payment_Request__c.workflow-meta.xml', from: '<fullName>Stamp_Payee<', to: '<fullName>Stamp_Payees<', says: /No approval process uses the field update Stamp_Payees/ },
  { kind: 'report type', file: 'Payment_Transactions.reportType-meta.xml', from: '<field>Payment_Request__c.Recipient__c.Display_Name__c<', to: '<field>Payment_Request__c.Recipient__c.Displayed__c<', says: /no field Displayed__c/ },
  { kind: 'report type', file: 'Payment_Transactions.reportType-meta.xml', from: '<baseObject>Payment_Transaction__c<', to: '<baseObject>Payment_Transactions__c<', says: /Payment_Transactions__c, which does not exist/ },
  { kind: 'report column', file: 'Fees_By_Provider.report-meta.xml', from: '<field>Payment_Transaction__c$Occurred_At__c<', to: '<field>Payment_Transaction__c$Occured_At__c<', says: /Did you mean Payment_Transaction__c\$Occurred_At__c/ },
  { kind: 'report column', file: 'Fees_By_Provider.report-meta.xml', from: '<reportType>Payment_Transactions__c<', to: '<reportType>Payments__c<', says: /no report type Payments__c/ },
  { kind: 'report currency', file: 'Fees_By_Provider.report-meta.xml', from: '$Fee_Currency__c<', to: '$Direction__c<', at: '<aggregateTypes>', says: /summed over all currencies/ },
  { kind: 'report sum', file: 'Fees_By_Provider.report-meta.xml', from: '$Fee_Amount__c<', to: '$Payout_Id__c<', at: '<aggregateTypes>', says: /Sum of Payout_Id__c, which is no number/ },
  { kind: 'report filter', file: 'Returns.report-meta.xml', from: '<value>Return<', to: '<value>Returned back<', says: /"Returned back" is no value/ },
  { kind: 'report chart', file: 'In_Flight_By_Age.report-meta.xml', from: '<groupingColumn>Payment_Transaction__c$Currency__c<', to: '<groupingColumn>Payment_Transaction__c$Status__c<', says: /which the report does not group by/ },
  { kind: 'report date', file: 'Fees_By_Provider.report-meta.xml', from: '<dateColumn>Payment_Transaction__c$Occurred_At__c<', to: '<dateColumn>Payment_Transaction__c$Fee_Amount__c<', says: /Fee_Amount__c, which is no date/ },
  { kind: 'dashboard', file: 'Cash.dashboard-meta.xml', from: 'Quittance/Awaiting_Funds_By_Currency', to: 'Quittance/Awaiting_Funds', says: /no report Quittance\/Awaiting_Funds/ },
  { kind: 'dashboard', file: 'Cash.dashboard-meta.xml', from: '<reportColumn>Payment_Transaction__c$Fee_Basis__c', to: '<reportColumn>Payment_Transaction__c$FX_Rate__c', says: /which the report Fees_By_Provider does not have/ },
  { kind: 'dashboard', file: 'Cash.dashboard-meta.xml', from: '<colSpan>4<', to: '<colSpan>14<', says: /reaches column 14 of 12/ },
];

export const allScreenDefects: readonly SeededDefect[] = [...pageDefects, ...screenDefects, ...outputDefects];
