import type { Simulation } from './simulation-state.ts';

/** Every webhook that was answered 200 lies in the inbox, once, unless the disk it was on was put back. */
export async function checkKept({ stage, witness, forgotten }: Simulation): Promise<void> {
  const { db } = await stage.store(0);
  const rows = await db.query<{ event: string; url: string; body: Uint8Array }>('select event, url, body from letter');
  const kept = new Map<string, number>();
  const keyOf = (event: string, url: string, body: string): string => `${event} ${url.includes('?') ? url.slice(url.indexOf('?')) : ''}${body}`;
  for (const { event, url, body } of rows) {
    const key = keyOf(event, url, new TextDecoder().decode(body));
    kept.set(key, (kept.get(key) ?? 0) + 1);
  }
  for (const [key, count] of kept) if (count > 1 && !key.startsWith('work.requested')) witness.blame({ rule: 'a letter is kept once', detail: `${key.slice(0, 80)} is kept ${count} times` });
  for (const { at, event, body } of witness.acknowledged) {
    if (kept.has(`${event} ${body}`) || forgotten.some(({ from, to }) => at >= from && at <= to)) continue;
    witness.blame({ rule: 'no acknowledged letter is lost', detail: `${event} ${body.slice(0, 80)}` });
  }
}

/** When everything has come to rest, nothing lies there unopened, and whatever is put aside as read has left its trace on the payout it speaks of. */
export async function checkOpened({ stage, witness, current, plan }: Simulation): Promise<void> {
  const { db } = await stage.store(0);
  const waiting = await db.query("select 1 from letter where state = 'new'");
  if (waiting.length && current && !current.life.dead) witness.blame({ rule: 'letters are opened', detail: `${waiting.length} are still new` });
  // By a clock that jumps nobody can tell what was first.
  if (plan.happenings.some(({ what }) => what === 'skew')) return;
  const read = await db.query<{ url: string; body: Uint8Array; received: number }>("select url, body, received_at as received from letter where state = 'done' and event <> 'work.requested'");
  const heard = new Map((await db.query<{ reference: string; hinted: number | null; planned: number }>('select reference, hinted_at as hinted, planned_at as planned from attempt')).map((row) => [row.reference.toLowerCase(), row]));
  for (const { url, body, received } of read) {
    const [reference = ''] = /a05\w{15}-\d\d/.exec(`${url} ${new TextDecoder().decode(body)}`) ?? [];
    const attempt = heard.get(reference.toLowerCase());
    if (attempt && attempt.planned < received && (attempt.hinted ?? 0) < received) witness.blame({ rule: 'letters are opened', detail: `one about ${reference} is put aside, and the payout shows nothing of it` });
  }
}
