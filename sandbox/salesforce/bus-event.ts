import type { Row, User } from './org.ts';

/** One event on the bus. Replay ids grow within an org, with gaps; to a subscriber they are opaque. */
export interface BusEvent {
  /** Local name of the event, `Work_Done__e`. */
  readonly event: string;
  readonly eventUuid: string;
  readonly replayId: bigint;
  readonly row: Row;
  readonly by: User;
  /** Milliseconds since 1970. */
  readonly publishedAt: number;
}

const REPLAY_ID_BYTES = 8;

/** The bytes a subscriber is given for a replay id. */
export function replayIdBytes(replayId: bigint): Uint8Array {
  const bytes = new Uint8Array(REPLAY_ID_BYTES);
  new DataView(bytes.buffer).setBigUint64(0, replayId);
  return bytes;
}

/** Undefined for bytes that never came from a bus. */
export function replayIdOf(bytes: Uint8Array): bigint | undefined {
  if (bytes.byteLength !== REPLAY_ID_BYTES) return undefined;
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getBigUint64(0);
}
