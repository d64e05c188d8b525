import type { IssueAction } from '../connectors/connector.ts';
import { answeredBefore, wishOf } from './carry-out.ts';
import { collisionOf } from './judge.ts';
import { lookAtRequestsAgain } from './rates.ts';
import type { Office } from './office.ts';
import { differs } from './reconciliation.ts';
import { recordOf, writeBackRefused } from './write-back.ts';

/**
 * Carries out what people asked for on issues. Retry puts the dead letters an issue stands for back among the new ones, and writes at once what the books had refused; either action says that a person has looked, so a
 * lane stopped by a reference collision goes on.
 */
export async function settleIssues(office: Office, actions: readonly IssueAction[], lookedAt: number): Promise<void> {
  const { db, issues, inbox, ledger, lanes, outbox, rates, reconciliation } = office.store;
  await issues.adopt(actions.flatMap(({ shown }) => shown ?? []));
  const found = new Map((await issues.byKeys(actions.map((action) => action.key))).map((issue) => [issue.key, issue]));
  for (const { key, action, reason, byId } of actions) {
    const issue = found.get(key);
    const wish = wishOf({ action, byId });
    if (!issue || answeredBefore(issue, wish, lookedAt, office.tools.now())) continue;
    if (!reason.trim() || !byId) {
      await issues.answer(key, `${action} needs ${byId ? 'a reason. Write one and ask again.' : 'the name of who asks. Ask again.'}`, wish);
      continue;
    }
    await db.transaction(async () => {
      const retry = action === 'Retry';
      await (retry ? inbox.reviveAll : inbox.discardAll)(key);
      if (issue.kind === 'reference collision') {
        const [attempt] = await ledger.attempts([issue.source]);
        if (attempt) await lanes.goOn(attempt, collisionOf(attempt.reference));
      }
      if (issue.kind === 'implausible rate' && retry) {
        const [base = '', quote = ''] = issue.source.split('/');
        if (await rates.believe(base, quote)) await lookAtRequestsAgain(office);
      }
      if (issue.kind === writeBackRefused && retry) {
        const [kind, key] = recordOf(issue.source);
        await outbox.add(kind, [key], office.tools.now());
      }
      if (issue.kind === differs && retry) await reconciliation.sayAgain(issue.source);
      await ledger.audit({ requestId: issue.requestId ?? key, action: `${action} issue ${key}`, reason, byId });
      await issues.settle(key, retry ? 'Resolved' : 'Discarded', wish);
    });
  }
}
