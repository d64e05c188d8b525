import type { Express, Request, Response } from 'express';
import { criteriaHold } from '../../sandbox/salesforce/approval-criteria.ts';
import { FormulaError } from '../../sandbox/salesforce/formula-error.ts';
import { objectOfRecord } from '../../sandbox/salesforce/approval-steps.ts';
import type { Org, User } from '../../sandbox/salesforce/org.ts';
import { child } from '../../sandbox/salesforce/xml.ts';
import type { PreviewParts } from './parts.ts';
import { readsObject } from './personas.ts';

/** Whether an active process would take the record by its entry criteria. Who may submit it is left to the submission, which says why not. */
function isTaken(org: Org, recordId: string, by: User): boolean {
  const target = objectOfRecord(org, recordId);
  if (!target || !readsObject(org, by, target.object.name)) return false;
  const subject = { org, ...target, by };
  try {
    return org.approvalProcesses.some(({ active, object, xml }) => active && object === target.object.name && criteriaHold(subject, child(xml, 'entryCriteria')));
  } catch (error) {
    // What can't be evaluated takes nothing; the submission tells what is wrong with it.
    if (error instanceof FormulaError) return false;
    throw error;
  }
}

/** The door of the button Submit for Approval: `GET /preview/approvals/:recordId` answers `{ takesSubmission }`, in the eyes of the persona of its caller. */
export function approvalOffer(app: Express, { org, userOf }: PreviewParts): void {
  app.get('/preview/approvals/:recordId', (request: Request, response: Response) => {
    const by = userOf(request);
    if (!by) return void response.status(401).json({ message: 'Preview: no persona is named. Load the page anew.' });
    response.set('Cache-Control', 'no-store').json({ takesSubmission: isTaken(org, String(request.params['recordId']), by) });
  });
}
