import { describe, expect, it } from '@jest/globals';
import { paymentRunOrg, type PaymentRunOrg } from './payment-run-org.ts';

const statuses = ({ find }: PaymentRunOrg, ids: readonly string[]) => ids.map((id) => find('Payment_Request__c', id).Status__c);

describe('submitting a payment run', () => {
  it('closes it, submits its requests with what stands in them, counts them by currency and asks the named approver', () => {
    const made = paymentRunOrg();
    const { org, run, request, submit, find, fay, ada, recipient, old } = made;
    const id = run();
    const ids = [['1250.5', 'USD', old], ['5000', 'JPY', old], ['0.29', 'USD', recipient('2026-11-20T09:00:00.000+0000')]].map(([Amount__c = '', Currency__c = '', Recipient__c = '']) => request({ Amount__c, Currency__c, Recipient__c, Payment_Run__c: id }));
    const alone = request();
    submit(id);
    expect(find('Payment_Run__c', id)).toMatchObject({ Status__c: 'Submitted', Request_Count__c: '3', New_Payee_Count__c: '1', Submitted_By_Id__c: fay.id, Requested_Action__c: null, Requested_Reason__c: null });
    expect(String(find('Payment_Run__c', id).Totals__c).split('; ').sort()).toEqual(['1,250.79 USD in 2 requests', '5,000 JPY in 1 request']);
    expect(statuses(made, [...ids, alone])).toEqual(['Submitted', 'Submitted', 'Submitted', 'Draft']);
    expect(find('Payment_Request__c', ids[0] ?? '')).toMatchObject({
      Approved_Amount__c: '1250.5', Approved_Currency__c: 'USD', Approved_Recipient_Id__c: old, Approved_Payee_Key__c: 'payoneer:sandbox:100200300:payee-0', Approved_Purpose__c: 'Invoice 7',
      Submitted_By_Id__c: fay.id, Approved_At__c: null, Approved_By_Id__c: null,
    });
    expect(org.related('ProcessInstance', 'TargetObjectId', id)).toMatchObject([{ Status: 'Pending', SubmittedById: fay.id }]);
    expect([...org.rows('ProcessInstanceWorkitem').values()]).toMatchObject([{ ActorId: ada.id }]);
    expect(ids.flatMap((each) => org.related('ProcessInstance', 'TargetObjectId', each))).toEqual([]);
  });

  it.each<[string, (made: PaymentRunOrg, id: string) => void, RegExp]>([
    ['there is nothing to submit', () => undefined, /\[RUN-EMPTY\]/],
    ['nobody is named as approver', ({ request, save, fay }, id) => { request({ Payment_Run__c: id }); save('Payment_Run__c', { Id: id, Approver__c: null }, fay); }, /\[SUBMIT\].*\[APPROVER\]/],
    ['the submitter is to approve it', ({ request, save, fay }, id) => { request({ Payment_Run__c: id }); save('Payment_Run__c', { Id: id, Approver__c: fay.id }, fay); }, /\[SUBMIT\].*\[APPROVER\]/],
    ['a request on it is owed in another currency and not converted yet', ({ request }, id) => { request({ Payment_Run__c: id }); request({ Payment_Run__c: id, Amount__c: null, Owed_Amount__c: '500', Owed_Currency__c: 'EUR' }); }, /\[SUBMIT\].*\[NOT-CONVERTED\]/],
    ['more than 200 requests are on it', ({ org, request, fay, find }, id) => {
      const { Recipient__c } = find('Payment_Request__c', request({ Payment_Run__c: id }));
      org.save('Payment_Request__c', Array.from({ length: 200 }, () => ({ Recipient__c: Recipient__c ?? null, Amount__c: '1', Currency__c: 'EUR', Purpose__c: 'p', Payment_Run__c: id })), { by: fay, allOrNone: true, source: 'api' });
    }, /\[RUN-SIZE\] 201 requests/],
  ])('is refused in words, and nothing is kept, when %s', (_why, prepare, words) => {
    const made = paymentRunOrg();
    const id = made.run();
    prepare(made, id);
    expect(() => made.submit(id)).toThrow(words);
    expect(made.find('Payment_Run__c', id)).toMatchObject({ Status__c: 'Open' });
    const on = made.org.related('Payment_Request__c', 'Payment_Run__c', id);
    expect(on.filter(({ Status__c, Approved_Amount__c }) => Status__c !== 'Draft' || (Approved_Amount__c ?? null) !== null)).toEqual([]);
  });
});

describe('approving a payment run', () => {
  it.each([[null], ['quittance']])('approves and stamps 200 requests in the name of its approver, and wakes the companion (namespace %s)', async (namespace) => {
    const made = paymentRunOrg({ namespace });
    const { org, run, submit, decide, find, fay, ada, old } = made;
    const woken: unknown[] = [];
    org.onPublished(({ row }) => woken.push(row.Kind__c));
    const id = run();
    const saved = org.save('Payment_Request__c', Array.from({ length: 200 }, (_, at) => ({ Recipient__c: old, Amount__c: String(at + 1), Currency__c: ['USD', 'EUR', 'JPY'][at % 3] ?? null, Purpose__c: `p${String(at)}`, Payment_Run__c: id })), { by: fay, allOrNone: true, source: 'api' });
    submit(id);
    await made.clock.advance(60_000);
    expect(decide(id)).toMatchObject({ success: true, instanceStatus: 'Approved' });
    const moment = '2026-11-21T09:01:00.000+0000';
    expect(find('Payment_Run__c', id)).toMatchObject({ Status__c: 'Approved', Approved_By_Id__c: ada.id, Approved_At__c: moment, Approved_Count__c: '200', Note__c: null });
    expect(JSON.stringify(made.shown('Payment_Run__c', id, 'Left_Out_Count__c'))).toBe('0.0');
    for (const { id: each } of saved) {
      const row = find('Payment_Request__c', String(each));
      expect(row).toMatchObject({ Status__c: 'Approved for Payout', Approved_By_Id__c: ada.id, Approved_At__c: moment, Submitted_By_Id__c: fay.id, Approved_Amount__c: row.Amount__c, Approved_Purpose__c: row.Purpose__c });
    }
    expect(woken.filter((kind) => kind === 'payout.approved')).toHaveLength(200);
    expect(String(find('Payment_Run__c', id).Totals__c).split('; ').sort()).toEqual(['6,633 JPY in 66 requests', '6,700.00 USD in 67 requests', '6,767.00 EUR in 67 requests']);
  });

  it('leaves out, with the reason, what is no longer what was submitted, and lets it be prepared again', () => {
    const made = paymentRunOrg();
    const { org, run, request, submit, decide, find, shown, recipient, old, trying, fay, save } = made;
    const id = run();
    const moved = recipient();
    const good = request({ Payment_Run__c: id });
    const amount = request({ Payment_Run__c: id });
    const payee = request({ Payment_Run__c: id, Recipient__c: moved });
    submit(id);
    // What the rules refuse happens where an admin has switched them off.
    org.put('Payment_Request__c', { ...find('Payment_Request__c', amount), Amount__c: '11' });
    save('Recipient_Account__c', { Id: moved, Payee_Key__c: 'payoneer:sandbox:100200300:other' }, made.sandbox.admin);
    expect(trying('Payment_Request__c', { Id: good, Purpose__c: 'x' }, fay)?.errors[0]?.message).toMatch(/\[MONEY-FROZEN\]/);
    decide(id);
    expect(statuses(made, [good, amount, payee])).toEqual(['Approved for Payout', 'Recalled', 'Recalled']);
    expect([good, amount, payee].map((each) => shown('Payment_Request__c', each, 'Run_Check__c'))).toEqual(['As submitted', 'Changed since the run was submitted: amount', 'Changed since the run was submitted: payee id']);
    expect(find('Payment_Request__c', amount)).toMatchObject({ Approved_At__c: null, Approved_By_Id__c: null });
    expect(find('Payment_Run__c', id)).toMatchObject({ Request_Count__c: '3', Approved_Count__c: '1' });
    expect(trying('Payment_Request__c', { Id: amount, Payment_Run__c: null, Recipient__c: old }, fay)).toMatchObject({ success: true });
  });

  it('takes back with the run what was submitted with it', () => {
    for (const [action, status] of [['Reject', 'Rejected'], ['Removed', 'Recalled']] as const) {
      const made = paymentRunOrg();
      const id = made.run();
      const on = made.request({ Payment_Run__c: id });
      made.submit(id);
      expect(made.decide(id, action)).toMatchObject({ success: true });
      expect(made.find('Payment_Request__c', on)).toMatchObject({ Status__c: status, Approved_Amount__c: null, Approved_Payee_Key__c: null, Approved_At__c: null });
      made.save('Payment_Request__c', { Id: on, Amount__c: '12' }, made.fay);
      made.submit(id);
      made.decide(id);
      expect(made.find('Payment_Request__c', on)).toMatchObject({ Status__c: 'Approved for Payout', Approved_Amount__c: '12' });
    }
  });

  it('is finished by the next save of the run where field updates of an approval start no flow', () => {
    const made = paymentRunOrg({ flowsFollow: false });
    const id = made.run();
    const on = made.request({ Payment_Run__c: id });
    made.submit(id);
    made.decide(id);
    expect(statuses(made, [on])).toEqual(['Submitted']);
    made.save('Payment_Run__c', { Id: id }, made.companion);
    expect(made.find('Payment_Request__c', on)).toMatchObject({ Status__c: 'Approved for Payout', Approved_By_Id__c: made.ada.id, Submitted_By_Id__c: made.fay.id });
    expect(made.find('Payment_Run__c', id)).toMatchObject({ Approved_Count__c: '1' });
  });

  it('stands when requests can’t follow, says why on the run, and goes on at its next save', () => {
    const made = paymentRunOrg();
    const id = made.run();
    const on = made.request({ Payment_Run__c: id });
    made.submit(id);
    made.org.locks.set(on, { editors: [], reason: 'another process' } as never);
    expect(made.decide(id)).toMatchObject({ success: true });
    expect(made.find('Payment_Run__c', id)).toMatchObject({ Status__c: 'Approved', Note__c: expect.stringMatching(/save it once more to try again\. ENTITY_IS_LOCKED/) });
    made.org.locks.delete(on);
    made.save('Payment_Run__c', { Id: id }, made.fay);
    expect(statuses(made, [on])).toEqual(['Approved for Payout']);
    expect(made.find('Payment_Run__c', id)).toMatchObject({ Approved_Count__c: '1', Note__c: null });
  });

  it('keeps counting a request it approved that was corrected since, and does not approve it again', () => {
    const made = paymentRunOrg();
    const id = made.run();
    const on = made.request({ Payment_Run__c: id });
    made.submit(id);
    made.decide(id);
    const cleared = Object.fromEntries(['Amount', 'Currency', 'Recipient_Id', 'Payee_Key', 'Purpose', 'At', 'By_Id'].map((field) => [`Approved_${field}__c`, null]));
    made.save('Payment_Request__c', { Id: on, Status__c: 'Needs Correction', ...cleared }, made.companion);
    made.save('Payment_Run__c', { Id: id }, made.fay);
    expect(made.find('Payment_Run__c', id)).toMatchObject({ Approved_Count__c: '1' });
    expect(statuses(made, [on])).toEqual(['Needs Correction']);
    made.save('Payment_Request__c', { Id: on, Payment_Run__c: made.run({ Label__c: 'next' }), Amount__c: '9' }, made.fay);
    expect(made.shown('Payment_Request__c', on, 'Run_Check__c')).toBe('Not submitted with the run');
  });

  it('leaves its evidence on the run, found through the lookup, in the names that stand in each stamp', () => {
    const made = paymentRunOrg();
    const id = made.run();
    const on = made.request({ Payment_Run__c: id }, made.fay);
    made.submit(id);
    made.decide(id);
    const { Payment_Run__c, Approved_By_Id__c, Submitted_By_Id__c } = made.find('Payment_Request__c', on);
    const found = made.org.query(`SELECT Id, (SELECT Status, SubmittedById, LastActorId FROM ProcessInstances ORDER BY CreatedDate DESC LIMIT 1) FROM Payment_Run__c WHERE Id IN ('${String(Payment_Run__c)}')`, made.companion);
    expect(found.records).toMatchObject([{ Id: id, ProcessInstances: { records: [{ Status: 'Approved', SubmittedById: Submitted_By_Id__c, LastActorId: Approved_By_Id__c }] } }]);
    expect(made.org.related('ProcessInstance', 'TargetObjectId', on)).toEqual([]);
  });

  it('happens once, and never beside an approval of the request alone', () => {
    const made = paymentRunOrg();
    const { run, request, submit, decide, trying, fay, sandbox } = made;
    const id = run();
    const on = request({ Payment_Run__c: id });
    expect(trying('Payment_Request__c', { Id: on, Requested_Action__c: 'Submit' }, fay)?.errors[0]?.message).toMatch(/\[SUBMIT\].*NO_APPLICABLE_PROCESS/);
    submit(id);
    decide(id);
    const refused = (object: string, row: Parameters<typeof trying>[1], by = fay) => trying(object, row, by)?.errors.map(({ message }) => /\[[A-Z-]+\]/.exec(message)?.[0]).join() ?? '';
    expect(refused('Payment_Run__c', { Id: id, Requested_Action__c: 'Submit' })).toBe('[ACTION]');
    expect(refused('Payment_Run__c', { Id: id, Status__c: 'Closed' }, sandbox.admin)).toBe('[STATUS]');
    expect(refused('Payment_Request__c', { Id: on, Payment_Run__c: null })).toBe('[RUN]');
    expect(refused('Payment_Request__c', { Recipient__c: made.old, Amount__c: '1', Currency__c: 'USD', Purpose__c: 'late', Payment_Run__c: id })).toBe('[RUN]');
    expect(refused('Payment_Request__c', { Id: request(), Payment_Run__c: id })).toBe('[RUN]');
    expect(refused('Payment_Run__c', { Id: id, Approved_By_Id__c: fay.id }, sandbox.admin)).toBe('[STAMP]');
    expect(refused('Payment_Run__c', { Id: id, Request_Count__c: '9' }, sandbox.admin)).toBe('[TOTALS]');
  });
});
