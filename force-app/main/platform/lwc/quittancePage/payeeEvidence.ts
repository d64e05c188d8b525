import { label } from './labels';
import { daysBetween, fill } from './words';

/** A change of payee details this young is a warning: it is what a fraudster does first. */
const recentDays = 30;

/** What a recipient's record says of its payee details, who is meant by the ids on it, and who looks at it when. */
export interface PayeeRecord {
  /** The picklist's own value. */
  readonly verification: string | undefined;
  /** ISO time. */
  readonly changedAt: string | undefined;
  /** User id. */
  readonly changedBy: string | undefined;
  /** Name of that user, where the reader may see it. */
  readonly changer: string | undefined;
  readonly verifier: string | undefined;
  /** User id. */
  readonly reader: string;
  readonly nowMs: number;
}

/** Who says where the money goes, and who confirmed it, in words. */
export interface PayeeEvidence {
  readonly verified: boolean;
  readonly verification: string;
  readonly changed: string;
  readonly changedAt: string | undefined;
  /** The reader changed the payee details, and so must neither verify nor approve. */
  readonly changedByReader: boolean;
  readonly changedRecently: boolean;
}

function changeText(days: number | undefined, by: string | undefined): string {
  if (days === undefined) return label.neverChanged;
  const when = days === 0 ? label.changedToday : days === 1 ? label.changedYesterday : fill(label.changedDays, days);
  return by === undefined ? when : fill(label.changedBy, when, by);
}

/** The evidence on a recipient in words. */
export function payeeEvidence({ verification, changedAt, changedBy, changer, verifier, reader, nowMs }: PayeeRecord): PayeeEvidence {
  const days = daysBetween(changedAt, nowMs);
  const byReader = changedBy !== undefined && changedBy.slice(0, 15) === reader.slice(0, 15);
  const by = changedBy === undefined ? undefined : byReader ? label.you : (changer ?? label.somebody);
  const verified = verification === 'Verified';
  return {
    verified,
    verification: !verified ? label.unverified : verifier === undefined ? label.verified : fill(label.verifiedBy, verifier),
    changed: changeText(days, by),
    changedAt,
    changedByReader: byReader,
    changedRecently: days !== undefined && days < recentDays,
  };
}
