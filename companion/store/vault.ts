import { createCipheriv, createDecipheriv } from 'node:crypto';
import type { Tools, Vault } from '../connectors/connector.ts';
import { Problem } from '../domain/problem.ts';
import type { Database } from './database.ts';

/** Keys by id; the first seals, all open. 32 bytes each. */
export interface VaultKeys {
  readonly current: string;
  readonly byId: ReadonlyMap<string, Uint8Array>;
}

/**
 * `k2:<base64 of 32 bytes>,k1:…`: the first key seals, the others only open what they sealed before. Undefined for an empty text.
 * @throws Problem `invalid` that names what is wrong and never a key.
 */
export function vaultKeysOf(text: string | undefined): VaultKeys | undefined {
  const entries = (text ?? '').split(',').map((part) => part.trim()).filter(Boolean).map((part, at) => {
    const colon = part.indexOf(':');
    const [id, key] = [part.slice(0, Math.max(0, colon)), Buffer.from(part.slice(colon + 1), 'base64')];
    if (!/^[\w-]{1,20}$/.test(id) || key.length !== 32)
      throw new Problem('invalid', `Companion: key ${at + 1} of QUITTANCE_SECRET_KEYS can't be read. Write it as name:key, the key being 32 random bytes in base64 (openssl rand -base64 32).`);
    return [id, key] as const;
  });
  const byId = new Map(entries);
  if (byId.size !== entries.length) throw new Problem('invalid', 'Companion: QUITTANCE_SECRET_KEYS names a key twice. Give each its own name, the newest first.');
  return entries[0] && { current: entries[0][0], byId };
}

interface SecretRow {
  readonly keyId: string;
  readonly sealed: string;
}

/** Connection and name are sealed in, so that one secret can't be put in the place of another. */
const placeOf = (connection: string, name: string): Buffer => Buffer.from(JSON.stringify([connection, name]));

function seal(text: string, key: Uint8Array, place: Buffer, nonce: Uint8Array): string {
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(place);
  return Buffer.concat([nonce, cipher.update(text), cipher.final(), cipher.getAuthTag()]).toString('base64');
}

function unseal(sealed: string, key: Uint8Array, place: Buffer): string {
  const bytes = Buffer.from(sealed, 'base64');
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12)).setAAD(place).setAuthTag(bytes.subarray(-16));
  return Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()]).toString('utf8');
}

/**
 * One connection's secrets, sealed with AES-256-GCM under a key from the environment. What an older key sealed is sealed anew when it is read, so that the
 * older key may go once every secret was read. Undefined without any key: then nothing can be kept. `nonce` gives 12 random bytes.
 */
export function openVault(db: Database, connection: string, keys: VaultKeys | undefined, tools: Pick<Tools, 'now'>, nonce: () => Uint8Array): Vault | undefined {
  if (!keys) return undefined;
  const sealedNow = (name: string, text: string): readonly unknown[] =>
    [connection, name, keys.current, seal(text, keys.byId.get(keys.current) ?? new Uint8Array(), placeOf(connection, name), nonce()), tools.now()];
  const rowOf = async (name: string): Promise<SecretRow | undefined> =>
    (await db.query<SecretRow>('select key_id as "keyId", sealed from secret where connection = $1 and name = $2', [connection, name]))[0];
  /** Only in the place of what was read: another instance may have kept a newer one meanwhile. */
  const replace = async (name: string, text: string, before: SecretRow | undefined): Promise<boolean> => {
    const rows = before
      ? await db.query('update secret set key_id = $3, sealed = $4, at = $5 where connection = $1 and name = $2 and key_id = $6 and sealed = $7 returning name', [...sealedNow(name, text), before.keyId, before.sealed])
      : await db.query('insert into secret (connection, name, key_id, sealed, at) values ($1, $2, $3, $4, $5) on conflict (connection, name) do nothing returning name', sealedNow(name, text));
    return rows.length > 0;
  };
  const open = (name: string, row: SecretRow): string => {
    const key = keys.byId.get(row.keyId);
    const lost = (why: string): Problem => new Problem('refused', `Companion: the kept ${name} of ${connection} can't be opened: ${why}. Put the key back into QUITTANCE_SECRET_KEYS behind the current one, or give the consent anew.`);
    if (!key) throw lost(`it was sealed with the key "${row.keyId}", which is not there`);
    try {
      return unseal(row.sealed, key, placeOf(connection, name));
    } catch {
      throw lost(`the key "${row.keyId}" is another one than then, or the row was changed`);
    }
  };
  const change: Vault['change'] = async (name, next) => {
    const row = await rowOf(name);
    const text = next(row && open(name, row));
    if (text === undefined) return false;
    return (await replace(name, text, row)) || change(name, next);
  };
  return {
    change,
    async keep(name, text) {
      await db.query(
        `insert into secret (connection, name, key_id, sealed, at) values ($1, $2, $3, $4, $5)
         on conflict (connection, name) do update set key_id = excluded.key_id, sealed = excluded.sealed, at = excluded.at`, sealedNow(name, text));
    },
    async read(name) {
      const row = await rowOf(name);
      if (!row) return undefined;
      const text = open(name, row);
      if (row.keyId !== keys.current) await replace(name, text, row);
      return text;
    },
    async forget(name) {
      await db.query('delete from secret where connection = $1 and name = $2', [connection, name]);
    },
  };
}
