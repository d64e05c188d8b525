import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { setApprovalProcessActive } from '../../sandbox/salesforce/approval-doors.ts';
import { servePreview, type Preview } from '../../scripts/preview/serve.ts';
import { serveOutsideWorld } from '../../scripts/outside-world.ts';

let outside: Awaited<ReturnType<typeof serveOutsideWorld>>;
let preview: Preview;
let run: string;
beforeAll(async () => {
  outside = await serveOutsideWorld();
  preview = await servePreview(outside);
  run = runOf('Closed');
}, 60_000);
afterAll(async () => {
  await preview.close();
  await outside.close();
});

/** A run with a request, in this status. */
function runOf(Status__c: string): string {
  const [id = ''] = outside.save('Payment_Run__c', [{ Label__c: 'Royalties', Approver__c: outside.people.approver.id }], outside.people.finance);
  outside.org.org.put('Payment_Run__c', { ...outside.row('Payment_Run__c', id), Status__c, Request_Count__c: '1' });
  return id;
}

async function isOffered(persona = 'finance', id = run): Promise<unknown> {
  const answer = await fetch(`${preview.url}/preview/approvals/${id}`, { headers: { 'x-preview-persona': persona } });
  return ((await answer.json()) as { takesSubmission: unknown }).takesSubmission;
}

describe('the button Submit for Approval', () => {
  it('is offered while an active process would take the record, and not by an inactive one', async () => {
    setApprovalProcessActive(outside.org.org, 'Run_Approval', false);
    expect(await isOffered()).toBe(false);
    setApprovalProcessActive(outside.org.org, 'Run_Approval', true);
    expect(await isOffered()).toBe(true);
  });

  it('is not offered on a record that the entry criteria refuse, nor on one that does not exist', async () => {
    expect(await isOffered('finance', runOf('Approved'))).toBe(false);
    expect(await isOffered('finance', `${run.slice(0, 3)}000000000zzzAAA`)).toBe(false);
  });

  it('is offered to nobody who may not read such records', async () => {
    expect(await isOffered('colleague')).toBe(false);
  });
});
