import { createSign, generateKeyPairSync } from 'node:crypto';
import jsforce from 'jsforce';
import { serve, type Served } from '../../sandbox/kit/serve.ts';
import { openWorld } from '../../sandbox/kit/world.ts';
import { open, type SalesforceSandbox } from '../../sandbox/salesforce/open.ts';
import type { User } from '../../sandbox/salesforce/org.ts';
import type { OrgOptions } from '../../sandbox/salesforce/org-core.ts';

const keys = generateKeyPairSync('rsa', { modulusLength: 2048 });
export const privateKey = keys.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
const publicKey = keys.publicKey.export({ type: 'spki', format: 'pem' }).toString();

export interface Bench {
  readonly sandbox: SalesforceSandbox;
  readonly served: Served;
  readonly clerk: User;
  /** jsforce, signed in by JWT. */
  connect(username: string): Promise<jsforce.Connection>;
  /** The fixture's names as this org spells them. */
  readonly spell: (name: string) => string;
}

/** An org on a real socket with the fixture package, an admin and a clerk with the fixture's permission set. */
export async function bench(options: OrgOptions = {}, folder: string | null = 'test/fixtures/mini-package'): Promise<Bench> {
  const sandbox = open(openWorld({ seed: 3 }), options);
  if (folder !== null) sandbox.deployFolder(folder);
  const clerk = sandbox.addUser({ username: 'clerk@sandbox.example', name: 'Carl Clerk', profile: 'integration', permissionSets: folder === 'test/fixtures/mini-package' ? ['Order_Clerk'] : [] });
  sandbox.addClient({ clientId: 'app', key: publicKey });
  const served = await serve(sandbox.standIn, sandbox.world);
  const connect = async (username: string): Promise<jsforce.Connection> => {
    const connection = new jsforce.Connection({ loginUrl: served.url, version: '66.0' });
    await connection.authorize({ grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion: assertion({ iss: 'app', sub: username, aud: served.url }) });
    return connection;
  };
  return { sandbox, served, clerk, connect, spell: (name) => (options.namespace ? `${options.namespace}__${name}` : name) };
}

/** A JWT bearer assertion, expiring in three minutes unless the claims say otherwise. */
export function assertion(claims: Record<string, unknown>, key = privateKey): string {
  const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const signed = `${part({ alg: 'RS256' })}.${part({ exp: Math.floor(Date.now() / 1000) + 180, ...claims })}`;
  return `${signed}.${createSign('RSA-SHA256').update(signed).sign(key, 'base64url')}`;
}
