import type { SeededDefect } from './seeded-defect.ts';

const request = 'objects/Payment_Request__c';

/** Files, schema, objects and fields. */
const schemaDefects: readonly SeededDefect[] = [
  { kind: 'malformed XML', file: `${request}/fields/Amount__c.field-meta.xml`, from: '</label>', to: '</lable>', says: /not well-formed/ },
  { kind: 'unknown suffix', file: 'main/platform/profiles/Admin.profiles-meta.xml', from: 'x', to: 'y', at: 'top', says: /Nothing in a package like this has the suffix/, added: { 'main/platform/profiles/Admin.profiles-meta.xml': '<Profile>x</Profile>' } },
  { kind: 'wrong root', file: 'main/platform/tabs/Extra.tab-meta.xml', from: '>x<', to: '>y<', at: '<CustomField', says: /named .tab-meta.xml holds a <CustomTab>/, added: { 'main/platform/tabs/Extra.tab-meta.xml': '<?xml version="1.0"?>\n<CustomField>x</CustomField>' } },
  { kind: 'unknown element', file: `${request}/fields/Amount__c.field-meta.xml`, from: '<inlineHelpText>The', to: '<inlineHelp>x</inlineHelp>\n    <inlineHelpText>The', says: /<inlineHelp> is no element of CustomField. Did you mean inlineHelpText/ },
  { kind: 'unknown element', file: 'Payment_Request_Wake.flow-meta.xml', from: '<faultConnector>\n            <targetReference>Leave_It_To_The_Sweep</targetReference>', to: '<faultConnector>\n            <target>Leave_It_To_The_Sweep</target>', says: /<target> is no element of FlowConnector/ },
  { kind: 'wrong word', file: 'Payment_Request_Wake.flow-meta.xml', from: '<operator>IsChanged</operator>', to: '<operator>HasChanged</operator>', says: /"HasChanged", which Salesforce does not know/ },
  { kind: 'wrong word', file: `${request}/fields/Amount__c.field-meta.xml`, from: '<type>Number</type>', to: '<type>Numbr</type>', says: /Did you mean Number/ },
  { kind: 'wrong type', file: `${request}/fields/Amount__c.field-meta.xml`, from: '<scale>3</scale>', to: '<scale>three</scale>', says: /"three", which is not a number/ },
  { kind: 'wrong type', file: 'Quittance_Finance.permissionset-meta.xml', from: '<readable>true</readable>', to: '<readable>yes</readable>', says: /not true or false/ },
  { kind: 'missing element', file: 'Quittance_Finance.permissionset-meta.xml', from: '    <label>Quittance Finance</label>\n', to: '', at: '<PermissionSet', says: /lacks <label>/ },
  { kind: 'missing element', file: `${request}/validationRules/Amount_Positive.validationRule-meta.xml`, from: '    <active>true</active>\n', to: '', at: '<ValidationRule', says: /lacks <active>/ },
  { kind: 'element twice', file: `${request}/fields/Purpose__c.field-meta.xml`, from: '<length>150</length>', to: '<length>150</length>\n    <length>160</length>', at: '<length>160', says: /stands twice/ },
  { kind: 'names differ', file: `${request}/fields/Purpose__c.field-meta.xml`, from: '<fullName>Purpose__c', to: '<fullName>Purpos__c', says: /the file is named Purpose__c/ },
  { kind: 'size of a field', file: `${request}/fields/Purpose__c.field-meta.xml`, from: '    <length>150</length>\n', to: '', at: '<type>Text', says: /lacks <length>/ },
  { kind: 'size of a field', file: `${request}/fields/Purpose__c.field-meta.xml`, from: '<length>150<', to: '<length>300<', says: /outside of 1 to 255/ },
  { kind: 'lookup', file: `${request}/fields/Recipient__c.field-meta.xml`, from: '>Recipient_Account__c<', to: '>Recipient_Acount__c<', says: /Did you mean Recipient_Account__c/ },
  { kind: 'lookup', file: `${request}/fields/Recipient__c.field-meta.xml`, from: '>Restrict<', to: '>SetNull<', says: /required lookup can't be emptied/ },
  { kind: 'value set', file: `${request}/fields/Currency__c.field-meta.xml`, from: '>Currency_Code<', to: '>Currency_Codes<', says: /no global value set Currency_Codes/ },
  { kind: 'value set', file: 'Currency_Code.globalValueSet-meta.xml', from: '<fullName>CAD<', to: '<fullName>USD<', at: '<customValue>\n        <fullName>USD</fullName>\n        <default>false</default>\n        <label>CAD', says: /USD stands twice/ },
  { kind: 'object', file: 'Payout_Batch__c.object-meta.xml', from: '>PB-{000000}<', to: '>PB-<', says: /no counter/ },
  { kind: 'object', file: 'Payout_Batch__c.object-meta.xml', from: '>Payout_Batch_Highlights<', to: '>Payout_Batch_Highlight<', says: /no compact layout Payout_Batch_Highlight/ },
  { kind: 'object', file: 'Payout_Batch__c.object-meta.xml', from: '<customTabListAdditionalFields>Seal__c', to: '<customTabListAdditionalFields>Seals__c', says: /has no field Seals__c/ },
  { kind: 'same twice', file: 'main/receipts/objects/Connection__c/listViews/All.listView-meta.xml', from: '>x<', to: '>All<', at: 'top', says: /defines the same component/, added: { 'main/receipts/objects/Connection__c/listViews/All.listView-meta.xml': '<?xml version="1.0"?>\n<ListView xmlns="http://soap.sforce.com/2006/04/metadata"><columns>NAME</columns><filterScope>Everything</filterScope><label>x</label></ListView>' } },
  { kind: 'setting', file: 'Quittance_Settings__c/fields/Alert_Group__c.field-meta.xml', from: '<type>Text</type>', to: '<type>LongTextArea</type>', says: /custom setting can't have/ },
  { kind: 'object', file: 'objects/Exchange_Rate__c/Exchange_Rate__c.object-meta.xml', from: '<externalSharingModel>Private<', to: '<externalSharingModel>ReadWrite<', says: /more open to people outside/ },
  { kind: 'event', file: 'Work_Requested__e/fields/Kind__c.field-meta.xml', from: '<type>Text</type>', to: '<type>Email</type>', says: /platform event can't have/ },
];

/** Formulas in every place that has one. */
const formulaDefects: readonly SeededDefect[] = [
  { kind: 'formula syntax', file: 'Amount_Positive.validationRule-meta.xml', from: '&lt;= 0)', to: '&lt;= 0', at: 'BLANKVALUE(Amount__c', says: /expected \)|expected ,/ },
  { kind: 'formula function', file: 'Amount_Positive.validationRule-meta.xml', from: 'BLANKVALUE(', to: 'BLANKVALEU(', at: 'BLANKVALEU', says: /no function BLANKVALEU. Did you mean BLANKVALUE/ },
  { kind: 'formula field', file: 'Amount_Positive.validationRule-meta.xml', from: 'ISCHANGED(Amount__c)', to: 'ISCHANGED(Amont__c)', says: /no field Amont__c. Did you mean Amount__c/ },
  { kind: 'formula field', file: 'Fence_Payee.validationRule-meta.xml', from: 'Recipient__r.Verification__c', to: 'Recipients__r.Verification__c', says: /no relationship Recipients__r/ },
  { kind: 'formula value', file: 'Fence_Payee.validationRule-meta.xml', from: '&quot;Verified&quot;', to: '&quot;Verfied&quot;', says: /"Verfied" is no value/ },
  { kind: 'formula types', file: 'Fence_Payee.validationRule-meta.xml', from: 'ISPICKVAL(Recipient__r.Status__c, &quot;Active&quot;)', to: 'Recipient__r.Status__c = &quot;Active&quot;', says: /use ISPICKVAL or TEXT/ },
  { kind: 'formula types', file: 'Amount_Positive.validationRule-meta.xml', from: 'BLANKVALUE(Amount__c, 0)', to: 'BLANKVALUE(Amount__c, &quot;0&quot;)', says: /number in one case and text in the other/ },
  { kind: 'formula types', file: 'Amount_Positive.validationRule-meta.xml', from: 'ISNEW()', to: 'ISNEW(1)', says: /ISNEW takes 0 values, not 1/ },
  { kind: 'formula result', file: 'Payment_Request__c/fields/Run_Check__c.field-meta.xml', from: '<type>Text</type>', to: '<type>Checkbox</type>', at: '<formula>', says: /gives text where boolean is needed/ },
  { kind: 'formula result', file: 'workflows/Payment_Request__c.workflow-meta.xml', from: '<formula>Amount__c</formula>', to: '<formula>TEXT(Amount__c)</formula>', says: /gives text where number is needed/ },
  { kind: 'copy too long', file: 'Payment_Request__c/fields/Approved_Purpose__c.field-meta.xml', from: '<length>150<', to: '<length>80<', at: '<formula>Purpose__c<', foundIn: 'Payment_Request__c.workflow-meta.xml', says: /Purpose__c holds up to 150 letters and Approved_Purpose__c 80/ },
  { kind: 'copy too long', file: 'Payment_Request__c/fields/Approved_Amount__c.field-meta.xml', from: '<scale>3<', to: '<scale>2<', at: '<formula>Amount__c<', foundIn: 'Payment_Request__c.workflow-meta.xml', says: /Amount__c has the digits 18,3 and Approved_Amount__c 18,2/ },
  { kind: 'formula global', file: 'Fence_Paused.validationRule-meta.xml', from: '.Pause_All__c', to: '.Pause_Al__c', says: /no field Pause_Al__c/ },
  { kind: 'formula global', file: 'Reinitiate_Needs_Permission.validationRule-meta.xml', from: '$Permission.Quittance_Reinitiate', to: '$Permission.Quittance_Reinitate', says: /no custom permission Quittance_Reinitate/ },
  { kind: 'formula global', file: 'workflows/Payment_Request__c.workflow-meta.xml', from: '$User.Id', to: '$User.Nick', says: /User has no field Nick/ },
  { kind: 'formula needs prior', file: 'Payment_Request__c/fields/New_Or_Changed_Payee__c.field-meta.xml', from: 'ISBLANK(Recipient__r.Payee_Changed_At__c)', to: 'ISCHANGED(Recipient__c)', says: /needs the record before the change/ },
  { kind: 'formula result', file: 'Payment_Request__c.Payout_Approval.approvalProcess-meta.xml', from: 'ISBLANK(Payment_Run__c),', to: 'TEXT(Status__c),', says: /AND takes boolean as value 1, not text/ },
];

/** Permission sets. */
const permissionDefects: readonly SeededDefect[] = [
  { kind: 'granted field', file: 'Quittance_Finance.permissionset-meta.xml', from: 'Connection__c.Backlog__c', to: 'Connection__c.Backlogs__c', says: /Connection__c has no field Backlogs__c/ },
  { kind: 'granted field', file: 'Quittance_Finance.permissionset-meta.xml', from: 'Connection__c.Backlog__c', to: 'Payment_Request__c.Currency__c', says: /required, a master-detail or standard/ },
  { kind: 'granted field', file: 'Quittance_Companion.permissionset-meta.xml', from: '<editable>false</editable>\n        <field>Payment_Request__c.Amount_Text__c', to: '<editable>true</editable>\n        <field>Payment_Request__c.Amount_Text__c', says: /is a formula and can't be edited/ },
  { kind: 'field without grant', file: 'main/platform/objects/Connection__c/fields/Extra__c.field-meta.xml', from: 'XX', to: 'Extra__c', at: 'top', says: /No permission set grants Connection__c.Extra__c/, added: { 'main/platform/objects/Connection__c/fields/Extra__c.field-meta.xml': '<?xml version="1.0"?>\n<CustomField xmlns="http://soap.sforce.com/2006/04/metadata">\n  <fullName>XX</fullName>\n  <description>One field more than granted.</description>\n  <label>Extra</label>\n  <length>10</length>\n  <type>Text</type>\n</CustomField>\n' } },
  { kind: 'rights on objects', file: 'Quittance_Finance.permissionset-meta.xml', from: '<object>Connection__c<', to: '<object>Account<', says: /standard object Account: an install ignores/ },
  { kind: 'rights on objects', file: 'Quittance_Finance.permissionset-meta.xml', from: '<allowDelete>false</allowDelete>\n        <allowEdit>false</allowEdit>\n        <allowRead>true</allowRead>\n        <modifyAllRecords>false</modifyAllRecords>\n        <object>Connection__c', to: '<allowDelete>true</allowDelete>\n        <allowEdit>true</allowEdit>\n        <allowRead>true</allowRead>\n        <modifyAllRecords>false</modifyAllRecords>\n        <object>Connection__c', says: /no persona deletes/ },
  { kind: 'rights on objects', file: 'Quittance_Companion.permissionset-meta.xml', from: '<viewAllRecords>true</viewAllRecords>', to: '<viewAllRecords>false</viewAllRecords>', at: '<modifyAllRecords>true', says: /without viewAllRecords is refused/ },
  { kind: 'rights on objects', file: 'Quittance_Finance.permissionset-meta.xml', from: '<object>Funding_Account__c</object>\n        <viewAllFields>false</viewAllFields>\n        <viewAllRecords>true<', to: '<object>Funding_Account__c</object>\n        <viewAllFields>false</viewAllFields>\n        <viewAllRecords>false<', at: '<viewAllRecords>', says: /on Balance_Snapshot__c without the same on its master Funding_Account__c/ },
  { kind: 'rights on others', file: 'Quittance_Companion.permissionset-meta.xml', from: '<name>Quittance_Companion<', to: '<name>Quittance_Companions<', says: /no custom permission Quittance_Companions/ },
  { kind: 'rights on others', file: 'Quittance_Finance.permissionset-meta.xml', from: '<application>Quittance<', to: '<application>Quittanc<', says: /no application Quittanc/ },
  { kind: 'licence', file: 'Quittance_Finance.permissionset-meta.xml', from: '<label>Quittance Finance</label>', to: '<label>Quittance Finance</label>\n    <license>Salesforce</license>', at: '<license>', says: /bound to the licence/ },
];

const invitation = 'email/Quittance/Recipient_Invitation.email';

/** E-mail templates. */
const emailDefects: readonly SeededDefect[] = [
  { kind: 'merge field', file: invitation, from: 'Onboarding_Link__c', to: 'Onboarding_Lnk__c', says: /no field Onboarding_Lnk__c. Did you mean Onboarding_Link__c/ },
  { kind: 'merge field', file: invitation, from: '{!Recipient_Account__c.Provider__c}', to: '{!Recipient_Acount__c.Provider__c}', says: /no object Recipient_Acount__c/ },
  { kind: 'merge field', file: `${invitation}-meta.xml`, from: '{!Organization.Name}', to: '{!Recipient_Account__c.Nme}', says: /has no field Nme/ },
  { kind: 'e-mail folder', file: 'main/payouts/email/Nowhere/Other.email-meta.xml', from: '>x<', to: '>Other<', at: 'top', says: /folder Nowhere is not in the package|has no text beside it/, added: { 'main/payouts/email/Nowhere/Other.email-meta.xml': '<?xml version="1.0"?>\n<EmailTemplate xmlns="http://soap.sforce.com/2006/04/metadata">\n  <available>true</available>\n  <encodingKey>UTF-8</encodingKey>\n  <name>x</name>\n  <style>none</style>\n  <subject>s</subject>\n  <type>text</type>\n  <uiType>Aloha</uiType>\n</EmailTemplate>\n' } },
];

export const dataDefects: readonly SeededDefect[] = [...schemaDefects, ...formulaDefects, ...permissionDefects, ...emailDefects];
