import { describe, expect, it } from '@jest/globals';
import { flowNotifications } from './flow-operations.ts';
import { saveJob, testOrg } from './flow-test-org.ts';
import type { PublishedEvent, Row } from './org.ts';

const place = '<locationX>0</locationX><locationY>0</locationY>';
const flow = (body: string, status = 'Active'): string => `<Flow><apiVersion>66.0</apiVersion><label>F</label><processType>AutoLaunchedFlow</processType>${body}<status>${status}</status></Flow>`;
const start = (first: string, trigger: string, more = '', type = 'CreateAndUpdate'): string =>
  `<start>${place}<connector><targetReference>${first}</targetReference></connector>${more}<object>Job__c</object><recordTriggerType>${type}</recordTriggerType><triggerType>${trigger}</triggerType></start>`;
const filter = (field: string, operator: string, value: string): string => `<filters><field>${field}</field><operator>${operator}</operator><value>${value}</value></filters>`;
const input = (name: string, value: string): string => `<inputParameters><name>${name}</name><value>${value}</value></inputParameters>`;
const publish = `<recordCreates><name>Tell</name><label>Tell</label>${place}<inputAssignments><field>Kind__c</field><value><stringValue>job of {!$Record.Name}</stringValue></value></inputAssignments><inputAssignments><field>Record_Id__c</field><value><elementReference>$Record.Id</elementReference></value></inputAssignments><object>Done__e</object></recordCreates>`;
const setCopy = `<assignments><name>Set</name><label>Set</label>${place}<assignmentItems><assignToReference>$Record.Copy__c</assignToReference><operator>Assign</operator><value><elementReference>Twice</elementReference></value></assignmentItems></assignments><formulas><name>Twice</name><dataType>String</dataType><expression>{!$Record.Note__c} &amp; &quot;/&quot; &amp; TEXT({!$Record.Amount__c} * 2)</expression></formulas>`;

function opened(body: string, more: Readonly<Record<string, string>> = {}): ReturnType<typeof testOrg> & { events: PublishedEvent[] } {
  const made = testOrg({ 'flows/F.flow': flow(body), ...more });
  const events: PublishedEvent[] = [];
  made.org.onPublished((event) => events.push(event));
  return { ...made, events };
}

const copyOf = ({ org }: ReturnType<typeof testOrg>, id: string): Row[string] => org.find('Job__c', id)?.Copy__c ?? null;

describe('a before-save flow', () => {
  it('changes the record in place, with exact amounts', () => {
    const made = opened(start('Set', 'RecordBeforeSave') + setCopy);
    const id = saveJob(made.org, { Name: 'a', Note__c: 'x', Amount__c: '123456789012345.678' }, made.ann);
    expect(copyOf(made, id)).toBe('x/246913578024691.356');
  });

  it('refuses the record with the author’s words through a custom error', () => {
    const made = opened(`${start('No', 'RecordBeforeSave')}<customErrors><name>No</name><label>No</label>${place}<customErrorMessages><errorMessage>Not {!$Record.Name}</errorMessage><fieldSelection>Note__c</fieldSelection><isFieldError>true</isFieldError></customErrorMessages></customErrors>`);
    expect(() => saveJob(made.org, { Name: 'this one' }, made.ann)).toThrow('FIELD_CUSTOM_VALIDATION_EXCEPTION: Not this one');
  });
});

describe('start conditions', () => {
  it('run the flow only when a filtered field changed', () => {
    const made = opened(start('Tell', 'RecordAfterSave', `<filterLogic>and</filterLogic>${filter('Note__c', 'IsChanged', '<booleanValue>true</booleanValue>')}`) + publish);
    const id = saveJob(made.org, { Name: 'a', Note__c: 'x' }, made.ann);
    saveJob(made.org, { Id: id, Amount__c: '1' }, made.ann);
    expect(made.events).toHaveLength(0);
    saveJob(made.org, { Id: id, Note__c: 'y' }, made.ann);
    expect(made.events).toHaveLength(1);
  });

  it('run it once when it asks for records that newly meet them', () => {
    const made = opened(start('Tell', 'RecordAfterSave', `<doesRequireRecordChangedToMeetCriteria>true</doesRequireRecordChangedToMeetCriteria>${filter('Note__c', 'EqualTo', '<stringValue>go</stringValue>')}`) + publish);
    const id = saveJob(made.org, { Name: 'a' }, made.ann);
    for (const note of ['go', 'go', 'stop', 'go']) saveJob(made.org, { Id: id, Note__c: note, Amount__c: String(note.length) }, made.ann);
    expect(made.events).toHaveLength(2);
  });

  it('join filters by custom logic and compare numbers', () => {
    const filters = filter('Amount__c', 'GreaterThan', '<numberValue>10</numberValue>') + filter('Note__c', 'IsNull', '<booleanValue>false</booleanValue>') + filter('Name', 'StartsWith', '<stringValue>vip</stringValue>');
    const made = opened(start('Tell', 'RecordAfterSave', `<filterLogic>1 AND (2 OR 3)</filterLogic>${filters}`) + publish);
    const rows: Row[] = [{ Name: 'vip a', Amount__c: '11' }, { Name: 'b', Amount__c: '11' }, { Name: 'c', Amount__c: '11', Note__c: 'n' }, { Name: 'vip d', Amount__c: '10' }];
    rows.forEach((row) => saveJob(made.org, row, made.ann));
    expect(made.events.map(({ row }) => row.Kind__c)).toEqual(['job of vip a', 'job of c']);
  });

  it('may be a formula with ISCHANGED and the record as it was', () => {
    const formula = '<filterFormula>AND(ISCHANGED({!$Record.Amount__c}), {!$Record.Amount__c} &gt; {!$Record__Prior.Amount__c})</filterFormula>';
    const made = opened(start('Tell', 'RecordAfterSave', formula, 'Update') + publish);
    const id = saveJob(made.org, { Name: 'a', Amount__c: '5' }, made.ann);
    for (const amount of ['4', '6', '6']) saveJob(made.org, { Id: id, Amount__c: amount }, made.ann);
    expect(made.events).toHaveLength(1);
  });
});

describe('an after-save flow', () => {
  it('publishes for all records of a save in one go, after the commit', () => {
    const made = opened(start('Tell', 'RecordAfterSave') + publish);
    const { publish: really } = made.org;
    const sizes: number[] = [];
    Object.assign(made.org, { publish: (...given: Parameters<typeof really>) => (sizes.push(given[1].length), really(...given)) });
    made.org.transaction(() => {
      made.org.save('Job__c', [{ Name: 'a' }, { Name: 'b' }, { Name: 'c' }], { by: made.ann, allOrNone: false, source: 'api' });
      expect(made.events).toHaveLength(0);
    });
    expect(made.events.map(({ row }) => row.Kind__c)).toEqual(['job of a', 'job of b', 'job of c']);
    expect(sizes).toEqual([3]);
  });

  it('decides, looks up, updates the record and remembers notifications', () => {
    const body = `${start('Find', 'RecordAfterSave', '', 'Create')}
      <recordLookups><name>Find</name><label>Find</label>${place}<connector><targetReference>Is_First</targetReference></connector><filterLogic>and</filterLogic>${filter('Name', 'EqualTo', '<stringValue>template</stringValue>')}<getFirstRecordOnly>true</getFirstRecordOnly><object>Job__c</object><storeOutputAutomatically>true</storeOutputAutomatically></recordLookups>
      <decisions><name>Is_First</name><label>d</label>${place}<defaultConnector><targetReference>Copy</targetReference></defaultConnector><rules><name>None</name><conditionLogic>and</conditionLogic><conditions><leftValueReference>Find</leftValueReference><operator>IsNull</operator><rightValue><booleanValue>true</booleanValue></rightValue></conditions><connector><targetReference>Notify</targetReference></connector><label>n</label></rules></decisions>
      <recordUpdates><name>Copy</name><label>c</label>${place}<inputAssignments><field>Copy__c</field><value><elementReference>Find.Note__c</elementReference></value></inputAssignments><inputReference>$Record</inputReference></recordUpdates>
      <assignments><name>Address</name><label>a</label>${place}<assignmentItems><assignToReference>people</assignToReference><operator>Add</operator><value><elementReference>$User.Id</elementReference></value></assignmentItems><connector><targetReference>Notify</targetReference></connector></assignments>
      <actionCalls><name>Notify</name><label>n</label>${place}<actionName>customNotificationAction</actionName><actionType>customNotificationAction</actionType>${input('customNotifTypeId', '<stringValue>0ML000000000001AAA</stringValue>')}${input('recipientIds', '<elementReference>people</elementReference>')}${input('title', '<stringValue>no template</stringValue>')}${input('body', '<stringValue>b</stringValue>')}${input('targetId', '<elementReference>$Record.Id</elementReference>')}</actionCalls>
      <variables><name>people</name><dataType>String</dataType><isCollection>true</isCollection></variables>`;
    const made = opened(body.replace('<targetReference>Notify<', '<targetReference>Address<'));
    made.org.put('CustomNotificationType', { Id: '0ML000000000001AAA', DeveloperName: 'T' });
    saveJob(made.org, { Name: 'before there is one' }, made.ann);
    saveJob(made.org, { Name: 'template', Note__c: 'from the template' }, made.ann);
    const id = saveJob(made.org, { Name: 'b' }, made.ann);
    expect(copyOf(made, id)).toBe('from the template');
    expect(flowNotifications(made.org).map(({ inputs, recipients }) => [inputs.title, recipients])).toEqual([['no template', [made.ann.id]]]);
  });

  it('calls a subflow with variables and takes its output', () => {
    const sub = flow(`<start>${place}<connector><targetReference>Add</targetReference></connector></start><assignments><name>Add</name><label>a</label>${place}<assignmentItems><assignToReference>sum</assignToReference><operator>Add</operator><value><numberValue>0.001</numberValue></value></assignmentItems></assignments><variables><name>sum</name><dataType>Number</dataType><isCollection>false</isCollection><isInput>true</isInput><isOutput>true</isOutput></variables>`);
    const body = `${start('Call', 'RecordAfterSave', '', 'Create')}
      <subflows><name>Call</name><label>c</label>${place}<connector><targetReference>Keep</targetReference></connector><flowName>S</flowName><inputAssignments><name>sum</name><value><elementReference>$Record.Amount__c</elementReference></value></inputAssignments><outputAssignments><assignToReference>result</assignToReference><name>sum</name></outputAssignments></subflows>
      <recordUpdates><name>Keep</name><label>k</label>${place}<inputAssignments><field>Approved_Amount__c</field><value><elementReference>result</elementReference></value></inputAssignments><inputReference>$Record</inputReference></recordUpdates><variables><name>result</name><dataType>Number</dataType></variables>`;
    const made = opened(body, { 'flows/S.flow': sub });
    const id = saveJob(made.org, { Name: 'a', Amount__c: '999999999999.998' }, made.ann);
    expect(made.org.find('Job__c', id)?.Approved_Amount__c).toBe('999999999999.999');
  });

  it('follows the fault path of a failed statement, and without one takes the save back', () => {
    const create = (fault: string): string => `<recordCreates><name>Make</name><label>m</label>${place}${fault}<inputAssignments><field>Status__c</field><value><stringValue>Nonsense</stringValue></value></inputAssignments><object>Job__c</object></recordCreates>`;
    const caught = opened(`${start('Make', 'RecordAfterSave', filter('Name', 'EqualTo', '<stringValue>a</stringValue>'))}${create('<faultConnector><targetReference>Tell</targetReference></faultConnector>')}${publish}`);
    saveJob(caught.org, { Name: 'a' }, caught.ann);
    expect(caught.events).toHaveLength(1);
    const loose = opened(`${start('Make', 'RecordAfterSave', filter('Name', 'EqualTo', '<stringValue>a</stringValue>'))}${create('')}`);
    expect(() => saveJob(loose.org, { Name: 'a' }, loose.ann)).toThrow(/CANNOT_EXECUTE_FLOW_TRIGGER: .*Flow F, element Make: /);
    expect(loose.org.rows('Job__c').size).toBe(0);
  });

  it('stops a flow that starts itself again and again', () => {
    const body = `${start('Again', 'RecordAfterSave')}<recordUpdates><name>Again</name><label>a</label>${place}<inputAssignments><field>Note__c</field><value><stringValue>x</stringValue></value></inputAssignments><inputReference>$Record</inputReference></recordUpdates>`;
    const made = opened(body);
    expect(() => saveJob(made.org, { Name: 'a' }, made.ann)).toThrow(/maximum trigger depth/);
  });

  it('names the flow and the element it cannot run', () => {
    const made = opened(`${start('Ask', 'RecordAfterSave')}<screens><name>Ask</name><label>a</label>${place}</screens>`);
    expect(() => saveJob(made.org, { Name: 'a' }, made.ann)).toThrow(/Flow F, element Ask: elements of kind "screens" cannot be run/);
  });
});

describe('a flow that reads and writes records by a formula field', () => {
  it('finds those whose formula gives the value at that moment (U-240)', () => {
    const double = '<CustomField><fullName>Size__c</fullName><label>Size</label><type>Text</type><formula>IF(Amount__c &gt; 10, &quot;large&quot;, &quot;small&quot;)</formula></CustomField>';
    const update = `<recordUpdates><name>Mark</name><label>Mark</label>${place}<filterLogic>and</filterLogic>${filter('Size__c', 'EqualTo', '<stringValue>large</stringValue>')}${filter('Name', 'NotEqualTo', '<stringValue>go</stringValue>')}<inputAssignments><field>Copy__c</field><value><stringValue>seen</stringValue></value></inputAssignments><object>Job__c</object></recordUpdates>`;
    const made = opened(start('Mark', 'RecordAfterSave', `<filterLogic>and</filterLogic>${filter('Name', 'EqualTo', '<stringValue>go</stringValue>')}`, 'Create') + update, { 'objects/Job__c/fields/Size__c.field-meta.xml': double });
    const [small, large] = ['10', '11'].map((Amount__c) => saveJob(made.org, { Name: 'a', Amount__c }, made.ann));
    saveJob(made.org, { Name: 'go' }, made.ann);
    expect([copyOf(made, small ?? ''), copyOf(made, large ?? '')]).toEqual([null, 'seen']);
  });
});
