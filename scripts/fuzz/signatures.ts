import type { RawRequest, Webhooks } from '../../companion/connectors/connector.ts';
import { Problem } from '../../companion/domain/problem.ts';
import { openChance, type Chance } from '../simulate/chance.ts';
import { isSigned, openSender, secret, signed } from './sender.ts';
import { spoiledText } from './spoil.ts';
import { openTally, type Round, type Wish } from './tally.ts';
import { madeUp, tampered } from './webhook-inputs.ts';

const publicUrl = 'https://companion.example';
const older = 'the secret before';
const token = 'abcdefghijklmnopqrstuvwxyz0123';
const peers = ['192.0.2.9', '192.0.2.255', '::ffff:192.0.2.7', '198.51.100.1', '192.0.3.1', '2001:db8::1', '', 'nonsense', '192.0.2.9, 198.51.100.1'] as const;

/** One way of proving a sender, what an input for it looks like, and who is to be believed, said without the code under test. */
interface Way {
  readonly name: string;
  readonly sender: Webhooks;
  make(chance: Chance, nth: number): { readonly event: string; readonly request: RawRequest };
  believed(request: RawRequest): boolean;
}

const lastPart = (url: string): string => /^[^?#]*\/([^/?#]*)/.exec(url)?.[1] ?? '';
const method = ({ method: verb }: RawRequest): boolean => /^(get|post)$/i.test(verb);

/** Signed ones, most of them changed afterwards. */
const inputs = (sign?: (request: RawRequest, nonce: string) => RawRequest) => (chance: Chance, nth: number) => {
  const made = madeUp(chance, publicUrl, nth);
  const mine = sign ? { ...made, request: sign({ ...made.request, headers: made.request.headers.filter(([name]) => name !== 'authorization') }, String(nth)) } : made;
  return chance.happens(0.75) ? tampered(chance, mine, nth) : mine;
};

/** The address with the token behind it, or what somebody may take for it. */
function withToken(chance: Chance, nth: number): { readonly event: string; readonly request: RawRequest } {
  const { event, request } = madeUp(chance, publicUrl, nth);
  const near = chance.pick<() => string>([() => token, () => spoiledText(chance, token), () => token.toUpperCase(), () => token.slice(0, -1), () => `${token}/`, () => `${token}%00`, () => '', () => `x?t=/${token}`, () => `x#/${token}`, () => `${token}?a=/b`, () => `../${token}`])();
  const [path = '', query = ''] = request.url.split('?');
  return { event, request: { ...request, method: chance.pick(['POST', 'GET', 'PUT', '']), url: `${path}/${near}${query && !near.includes('?') ? `?${query}` : ''}`, headers: [...request.headers, [':peer-address', chance.pick(peers)]] } };
}

function ways(): readonly [Way, ...Way[]] {
  const rotating = { WEBHOOK_SECRET_PREVIOUS: older };
  const byPath = { WEBHOOK_AUTH: 'secret-path', WEBHOOK_PATH_TOKEN: token };
  return [
    { name: 'one secret', sender: openSender(), make: inputs(), believed: (request) => method(request) && isSigned(request) },
    { name: 'a secret and the one before', sender: openSender(rotating), make: inputs((request, nonce) => signed(request, nonce, { secret: Number(nonce) % 2 ? older : secret })), believed: (request) => method(request) && isSigned(request, [secret, older]) },
    { name: 'secret path', sender: openSender(byPath), make: withToken, believed: (request) => method(request) && lastPart(request.url) === token },
    {
      name: 'secret path and addresses', sender: openSender({ ...byPath, ALLOW_CIDRS: '192.0.2.0/24' }), make: withToken,
      believed: (request) => method(request) && lastPart(request.url) === token && ['192.0.2.9', '192.0.2.255', '::ffff:192.0.2.7'].includes(request.headers.find(([name]) => name === ':peer-address')?.[1] ?? ''),
    },
  ];
}

/** Every way a sender can be proved, with signatures, addresses and secrets that are nearly right. */
export async function fuzzSignatures(wish: Wish): Promise<Round> {
  const tally = openTally('signatures', wish);
  const chance = openChance(wish.seed, 'signatures');
  const all = ways();
  for (let nth = 0; nth < wish.inputs; nth++) {
    const way = chance.pick(all);
    const { request, event } = way.make(chance, nth);
    const right = way.believed(request);
    const told = `${way.name}: ${JSON.stringify([request.method, request.url.slice(0, 200), request.headers.map(([, value]) => value.slice(0, 120))])}`;
    try {
      const { key } = way.sender.verify(request, event);
      if (!right) tally.breach(`believed what nobody proved; ${told}`);
      if (!/^[0-9a-f]{64}$/.test(key)) tally.breach(`gave a letter the name ${key}; ${told}`);
      tally.answered(`${way.name}: believed`);
    } catch (error) {
      if (!(error instanceof Problem) || error.kind !== 'forged') tally.breach(`threw ${String(error)}; ${told}`);
      if (right) tally.breach(`did not believe what was proved (${String(error)}); ${told}`);
      tally.answered(`${way.name}: refused`);
    }
    // A turn of the event loop now and then, so that what is left behind can be collected and shown.
    if (nth % 1_000 === 0) await new Promise((turn) => setImmediate(turn));
  }
  return tally.end();
}
