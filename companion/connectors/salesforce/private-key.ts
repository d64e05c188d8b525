import { createPrivateKey, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Problem } from '../../domain/problem.ts';
import type { Settings } from './settings.ts';

/**
 * The key whose certificate the customer's External Client App holds.
 * @throws Problem `refused` when it can't be read or is no RSA key; the message never holds key material.
 */
export function privateKey(settings: Pick<Settings, 'PRIVATE_KEY' | 'PRIVATE_KEY_FILE'>): KeyObject {
  const file = settings.PRIVATE_KEY_FILE;
  let key: KeyObject;
  try {
    key = createPrivateKey(file === undefined ? (settings.PRIVATE_KEY ?? '').replaceAll('\\n', '\n') : readFileSync(file, 'utf8'));
  } catch {
    const where = file === undefined ? 'PRIVATE_KEY' : `PRIVATE_KEY_FILE (${file})`;
    throw new Problem('refused', `Salesforce connector: ${where} holds no readable private key. Set it to the PEM key of the External Client App's certificate.`);
  }
  if (key.asymmetricKeyType !== 'rsa')
    throw new Problem('refused', 'Salesforce connector: the private key is not RSA, and the login is signed with RS256. Make an RSA key and certificate.');
  return key;
}
