import { getObjectInfo } from 'lightning/uiObjectInfoApi';
import { updateRecord } from 'lightning/uiRecordApi';
import RequestedAction from 'c/requestedAction';
import { all, cleared, mounted, one, settle, textOf } from '../../quittancePage/__tests__/mounted';

const recordId = 'a01000000000001AAA';
const hold = { name: 'Hold', label: 'Hold', explanation: 'Stops the payment before it is sent.', reasonRequired: true };
const submit = { name: 'Submit', label: 'Submit', explanation: 'Starts the approval.', reasonRequired: false };
const update = updateRecord as unknown as jest.Mock;
const info = getObjectInfo as unknown as { emit(value: unknown, filter?: (config: { objectApiName?: unknown }) => boolean): void };

type Props = { seenAt?: string; recordId: string; subject: string; choices: unknown[]; waiting?: string; waitingBy?: string; waitingReason?: string };
const mount = (props: Partial<Props> = {}) => mounted('c-requested-action', RequestedAction as never, { recordId, subject: 'payment', choices: [hold, submit], ...props });

async function choose(element: HTMLElement, name: string): Promise<void> {
  one(element, `lightning-button[data-name="${name}"]`).click();
  await settle();
}
async function say(element: HTMLElement, value: string): Promise<void> {
  one(element, 'lightning-textarea').dispatchEvent(new CustomEvent('change', { detail: { value } }));
  await settle();
}
async function ask(element: HTMLElement): Promise<void> {
  one(element, '.ask').click();
  await settle();
}

afterEach(cleared);

describe('c-requested-action', () => {
  it('offers each action with what it does in plain words', async () => {
    const element = await mount();
    expect(all(element, 'li').map((row) => [row.querySelector<HTMLElement & { label?: string }>('lightning-button')?.label, row.textContent])).toEqual([['Hold', hold.explanation], ['Submit', submit.explanation]]);
    await expect(element).toBeAccessible();
  });

  it.each([
    ['the field', true, { Verification__c: { updateable: false } }],
    ['a field they do not see', true, {}],
    ['the object', false, { Verification__c: { updateable: true } }],
  ])('offers nothing to who may not write %s, and says so', async (_, updateable, fields) => {
    const element = await mount({ subject: 'recipient' });
    info.emit({ updateable, fields }, ({ objectApiName }) => objectApiName === 'Recipient_Account__c');
    await settle();
    expect(all(element, 'lightning-button')).toEqual([]);
    expect(textOf(element, '.not-allowed')).toBe('Your permissions let you look at this, not change it.');
    await expect(element).toBeAccessible();
  });

  it('offers what there is to who may write it', async () => {
    const element = await mount({ subject: 'recipient' });
    info.emit({ updateable: true, fields: { Verification__c: { updateable: true } } });
    await settle();
    expect(all(element, '.choose')).toHaveLength(2);
  });

  it('says that nothing can be asked for', async () => {
    const element = await mount({ choices: [] });
    expect(element.shadowRoot?.textContent).toContain('Nothing can be asked for in this state.');
    await expect(element).toBeAccessible();
  });

  it('asks why before it writes, and moves the focus there', async () => {
    const focused: string[] = [];
    jest.spyOn(HTMLElement.prototype, 'focus').mockImplementation(function focus(this: HTMLElement) {
      focused.push(this.tagName.toLowerCase());
    });
    const element = await mount();
    await choose(element, 'Hold');
    expect(focused).toEqual(['lightning-textarea']);
    jest.restoreAllMocks();
    const reason = one<{ label: string; required: boolean; maxLength: string }>(element, 'lightning-textarea');
    expect(reason).toMatchObject({ label: 'Why?', required: true, maxLength: '255' });
    expect(textOf(element, 'section p:first-child')).toBe('Hold: Stops the payment before it is sent.');
    await ask(element);
    expect(update).not.toHaveBeenCalled();
    await say(element, '   ');
    await ask(element);
    expect(update).not.toHaveBeenCalled();
    await expect(element).toBeAccessible();
  });

  it('writes the requested action and its reason, and nothing else', async () => {
    const element = await mount();
    const [toast, asked] = [jest.fn(), jest.fn()];
    element.addEventListener('lightning__showtoast', (event) => toast((event as CustomEvent).detail));
    element.addEventListener('asked', asked);
    await choose(element, 'Hold');
    await say(element, ' Wrong invoice ');
    await ask(element);
    expect(update.mock.calls).toEqual([[{ fields: { Id: recordId, Requested_Action__c: 'Hold', Requested_Reason__c: 'Wrong invoice' } }]]);
    expect(toast).toHaveBeenCalledWith(expect.objectContaining({ title: 'Hold was asked for', variant: 'success' }));
    expect(asked).toHaveBeenCalledTimes(1);
    expect(all(element, 'lightning-textarea')).toEqual([]);
  });

  it('submits without a comment, and says that it was submitted', async () => {
    const element = await mount();
    const toast = jest.fn();
    element.addEventListener('lightning__showtoast', (event) => toast((event as CustomEvent).detail));
    await choose(element, 'Submit');
    expect(one(element, 'lightning-textarea')).toMatchObject({ label: 'Comment for the approver (optional)', required: false });
    await ask(element);
    expect(update.mock.calls).toEqual([[{ fields: { Id: recordId, Requested_Action__c: 'Submit', Requested_Reason__c: null } }]]);
    expect(toast).toHaveBeenCalledWith(expect.objectContaining({ title: 'Submitted for approval' }));
  });

  it('shows a refusal in the words of the rule and keeps what was typed', async () => {
    const element = await mount();
    const refusal = '[ACTION-PERMISSION] Paying again after an attempt needs the permission Quittance Re-initiate.';
    update.mockRejectedValueOnce({ body: { message: 'An error occurred while trying to update the record. Please try again.', output: { errors: [], fieldErrors: { Requested_Action__c: [{ message: refusal }] } } } });
    await choose(element, 'Hold');
    await say(element, 'Wrong invoice');
    await ask(element);
    expect(textOf(element, '[role="alert"]')).toBe(`Hold was not asked for${refusal}`);
    expect(one(element, 'lightning-textarea')).toMatchObject({ value: 'Wrong invoice' });
    await expect(element).toBeAccessible();
  });

  it('goes back with the Escape key', async () => {
    const element = await mount();
    await choose(element, 'Hold');
    one(element, 'section').dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }));
    await settle();
    expect(all(element, 'lightning-textarea')).toEqual([]);
    expect(all(element, '.choose')).toHaveLength(2);
  });

  it('shows what waits, who asked and why, and does not offer the same again', async () => {
    const element = await mount({ waiting: 'Hold', waitingBy: 'Fay Finance', waitingReason: 'Wrong invoice' });
    expect(textOf(element, '.waiting')).toBe('Hold has been asked for by Fay Finance and waits to be carried out.Reason: Wrong invoice');
    expect(all<HTMLElement & { name: string }>(element, '.choose').map(({ name }) => name)).toEqual(['Submit']);
    await expect(element).toBeAccessible();
  });

  it('writes to the fields of an issue when it stands on one', async () => {
    const element = await mount({ subject: 'issue', recordId: 'a07000000000001AAA', choices: [{ name: 'Discard', label: 'Discard', explanation: 'Closes it.', reasonRequired: true }] });
    await choose(element, 'Discard');
    await say(element, 'A test message');
    await ask(element);
    expect(update.mock.calls).toEqual([[{ fields: { Id: 'a07000000000001AAA', Requested_Action__c: 'Discard', Requested_Reason__c: 'A test message' } }]]);
  });

  it('verifies a recipient without a reason, and says that it is done', async () => {
    const element = await mount({ subject: 'recipient', recordId: 'a02000000000001AAA', choices: [{ name: 'Verified', label: 'Verify', explanation: 'You confirm it.', reasonRequired: false }] });
    const toast = jest.fn();
    element.addEventListener('lightning__showtoast', (event) => toast((event as CustomEvent).detail));
    await choose(element, 'Verified');
    expect(all(element, 'lightning-textarea')).toEqual([]);
    expect(one<{ label: string }>(element, '.ask').label).toBe('Verify');
    await expect(element).toBeAccessible();
    await ask(element);
    expect(update.mock.calls).toEqual([[{ fields: { Id: 'a02000000000001AAA', Verification__c: 'Verified' } }]]);
    expect(toast).toHaveBeenCalledWith(expect.objectContaining({ title: 'Verify: done', variant: 'success' }));
  });

  it('asks for an invitation without a reason, and says that it waits', async () => {
    const element = await mount({ subject: 'invitation', recordId: 'a02000000000001AAA', choices: [{ name: 'Invite', label: 'Invite', explanation: 'Asks for a link.', reasonRequired: false }] });
    const toast = jest.fn();
    element.addEventListener('lightning__showtoast', (event) => toast((event as CustomEvent).detail));
    await choose(element, 'Invite');
    expect(all(element, 'lightning-textarea')).toEqual([]);
    await ask(element);
    expect(update.mock.calls).toEqual([[{ fields: { Id: 'a02000000000001AAA', Requested_Action__c: 'Invite' } }]]);
    expect(toast).toHaveBeenCalledWith(expect.objectContaining({ title: expect.not.stringContaining('done'), variant: 'success' }));
  });

  it('lets nothing go that was changed since it was shown, says so and has it read again', async () => {
    const seenAt = '2026-11-21T09:00:00.000Z';
    update.mockRejectedValueOnce({ status: 412, body: { message: 'CONFLICT' } });
    const element = await mount({ subject: 'recipient', seenAt, choices: [{ name: 'Verified', label: 'Verify', explanation: 'You confirm it.', reasonRequired: false }] });
    const [asked, outdated] = [jest.fn(), jest.fn()];
    element.addEventListener('asked', asked);
    element.addEventListener('outdated', outdated);
    await choose(element, 'Verified');
    await ask(element);
    expect(update.mock.calls).toEqual([[{ fields: { Id: recordId, Verification__c: 'Verified' } }, { ifUnmodifiedSince: seenAt }]]);
    expect(textOf(element, '[role="alert"]')).toBe('Verify: refusedThis record was changed since you opened it. Look at it again, then ask.');
    expect([asked.mock.calls.length, outdated.mock.calls.length]).toEqual([0, 1]);
    element.seenAt = '2026-11-21T09:05:00.000Z';
    await ask(element);
    expect(update).toHaveBeenLastCalledWith(expect.anything(), { ifUnmodifiedSince: '2026-11-21T09:05:00.000Z' });
    expect(asked).toHaveBeenCalledTimes(1);
  });

  it("shows the org's words when it refuses who changed the payee", async () => {
    const refusal = "[VERIFY] You can't verify this recipient: it has no payee key, or you last changed it yourself.";
    update.mockRejectedValueOnce({ body: { output: { errors: [], fieldErrors: { Verification__c: [{ message: refusal }] } } } });
    const element = await mount({ subject: 'recipient', choices: [{ name: 'Verified', label: 'Verify', explanation: 'You confirm it.', reasonRequired: false }] });
    await choose(element, 'Verified');
    await ask(element);
    expect(textOf(element, '[role="alert"]')).toBe(`Verify: refused${refusal}`);
  });
});
