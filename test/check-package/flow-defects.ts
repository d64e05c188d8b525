import type { SeededDefect } from './seeded-defect.ts';

const submit = 'Payment_Request_Submit.flow-meta.xml';
const wake = 'Payment_Request_Wake.flow-meta.xml';

/** Flows: names, values, steps, and what they call. */
export const flowDefects: readonly SeededDefect[] = [
  { kind: 'flow object', file: wake, from: '<object>Work_Requested__e<', to: '<object>Work_Request__e<', says: /Work_Request__e, which does not exist here. Did you mean Work_Requested__e/ },
  { kind: 'flow object', file: submit, from: '<object>Payment_Request__c<', to: '<object>Payment_Requests__c<', says: /Payment_Requests__c, which does not exist/ },
  { kind: 'flow field', file: submit, from: '<field>Requested_Action__c</field>', to: '<field>Requested_Actions__c</field>', says: /writes a field that is not there/ },
  { kind: 'flow field', file: 'Send_Alert.flow-meta.xml', from: '<field>DeveloperName</field>', to: '<field>DevName</field>', says: /filters by a field that is not there: Group has no field DevName/ },
  { kind: 'flow field', file: wake, from: '<leftValueReference>$Record.Status__c', to: '<leftValueReference>$Record.Stat__c', says: /no field Stat__c/ },
  { kind: 'flow reference', file: submit, from: '<elementReference>Comment<', to: '<elementReference>Coment<', says: /nothing named Coment. Did you mean Comment/ },
  { kind: 'flow reference', file: submit, from: '<assignToReference>Comment<', to: '<assignToReference>Classic_Approval<', says: /can't be assigned/ },
  { kind: 'flow reference', file: submit, from: '{!$Flow.FaultMessage}', to: '{!$Flow.FaultMesage}', says: /no \$Flow.FaultMesage/ },
  { kind: 'flow global', file: wake, from: '$Permission.Quittance_Companion', to: '$Permission.Quittance_Compagnon', says: /no custom permission/ },
  { kind: 'flow global', file: wake, from: '$Setup.Quittance_Settings__c.Do_Not_Wake__c', to: '$Setup.Quittance_Settings__c.Do_Not_Sleep__c', says: /no field Do_Not_Sleep__c/ },
  { kind: 'flow value', file: wake, from: '<stringValue>Approved for Payout<', to: '<stringValue>Approved for Payouts<', says: /no value of \$Record.Status__c/ },
  { kind: 'flow value', file: submit, from: '<stringValue>Recalled<', to: '<stringValue>Recaled<', says: /"Recaled" is no value of Status__c/ },
  { kind: 'flow path', file: 'Heartbeat_Watch.flow-meta.xml', from: '<recordField>Heartbeat_At__c<', to: '<recordField>Companion_Id__c<', says: /waits for Companion_Id__c, which is no date/ },
  { kind: 'flow start', file: 'Heartbeat_Watch.flow-meta.xml', from: '<field>Silent__c</field>\n            <operator>EqualTo<', to: '<field>Silent__c</field>\n            <operator>IsChanged<', says: /IsChanged can't be asked/ },
  { kind: 'flow types', file: 'Payment_Run_Follow.flow-meta.xml', from: '        <scale>0</scale>\n', to: '', at: '<dataType>Number', says: /how many decimals/ },
  { kind: 'flow types', file: wake, from: '<numberValue>1.0</numberValue>', to: '<booleanValue>true</booleanValue>', says: /"true" is boolean, but Schema_Version__c is number/ },
  { kind: 'flow types', file: wake, from: '<elementReference>$Record.Id</elementReference>', to: '<elementReference>Is_New</elementReference>', says: /Is_New is boolean, but Record_Id__c is text/ },
  { kind: 'copy too long', file: 'Work_Requested__e/fields/Record_Id__c.field-meta.xml', from: '<length>18<', to: '<length>15<', at: '<elementReference>$Record.Id<', foundIn: wake, says: /Id holds up to 18 letters and Record_Id__c 15/ },
  { kind: 'flow formula', file: wake, from: '<expression>ISNEW()</expression>', to: '<expression>ISNEU()</expression>', says: /no function ISNEU/ },
  { kind: 'flow formula', file: wake, from: '<expression>ISNEW()</expression>', to: '<expression>TEXT(1)</expression>', says: /gives text where boolean is needed/ },
  { kind: 'flow connector', file: wake, from: '<targetReference>Publish_Approved<', to: '<targetReference>Publish_Aproved<', says: /leads to Publish_Aproved, which is no step/ },
  { kind: 'flow dead step', file: wake, from: '<targetReference>Publish_Approved<', to: '<targetReference>Publish_Action<', at: '<name>Publish_Approved<', says: /Nothing leads to the step Publish_Approved/ },
  { kind: 'flow name twice', file: wake, from: '<name>Publish_Action<', to: '<name>Publish_Approved<', says: /two elements named Publish_Approved/ },
  { kind: 'flow fault path', file: wake, from: '<faultConnector>\n            <targetReference>Leave_It_To_The_Sweep</targetReference>\n        </faultConnector>\n        ', to: '', at: '<name>Publish_Approved<', says: /no fault path/ },
  { kind: 'flow logic', file: submit, from: '1 AND (2 OR 3 OR 4 OR 5)', to: '1 AND (2 OR 3 OR 4 OR 6)', says: /names filter 6; there are 5/ },
  { kind: 'flow logic', file: submit, from: '1 AND (2 OR 3 OR 4 OR 5)', to: '1 AND (2 OR 3 OR 4 OR 5', says: /can't be read/ },
  { kind: 'flow required field', file: wake, from: '<field>Kind__c</field>', to: '<field>Record_Ids__c</field>', at: '<name>Publish_Approved<', says: /without Kind__c, which is required/ },
  { kind: 'flow action', file: submit, from: '<actionName>submit<', to: '<actionName>submitt<', says: /action submitt, which is not known/ },
  { kind: 'flow action', file: submit, from: '<name>skipEntryCriteria<', to: '<name>skipCriteria<', says: /no input skipCriteria/ },
  { kind: 'flow action', file: 'Send_Alert.flow-meta.xml', from: '<name>recipientIds<', to: '<name>targetPageRef<', at: '<name>Notify_The_Group<', says: /without recipientIds/ },
  { kind: 'flow notification', file: 'Send_Alert.flow-meta.xml', from: '<stringValue>Quittance_Alert<', to: '<stringValue>Quittance_Alarm<', says: /no notification type Quittance_Alarm. Did you mean Quittance_Alert/ },
  { kind: 'subflow', file: 'Sync_Issue_Alert.flow-meta.xml', from: '<flowName>Send_Alert<', to: '<flowName>Send_Alarm<', says: /Send_Alarm, which does not exist. Did you mean Send_Alert/ },
  { kind: 'subflow', file: 'Sync_Issue_Alert.flow-meta.xml', from: '<name>Target_Id<', to: '<name>Target<', says: /Send_Alert has no input Target/ },
  { kind: 'subflow', file: 'Send_Alert.flow-meta.xml', from: '<isInput>true<', to: '<isInput>false<', at: '<name>Body</name>\n            <value>', foundIn: 'Sync_Issue_Alert.flow-meta.xml', says: /Send_Alert has no input Body/ },
  { kind: 'flow loop', file: 'Payment_Run_Submit.flow-meta.xml', from: '<collectionReference>Requests_Submitted<', to: '<collectionReference>Totals<', says: /Totals is no list/ },
  { kind: 'flow version', file: wake, from: '<apiVersion>66.0<', to: '<apiVersion>58.0<', says: /API version is 58.0/ },
];
