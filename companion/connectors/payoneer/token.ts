import type { CallClass, Gate, Tools } from '../connector.ts';
import { Problem } from '../../domain/problem.ts';
import { type Answer, bodyOf, exchange, unwell } from './exchange.ts';
import { parseExactly } from './exact-json.ts';
import type { Settings } from './settings.ts';
import { tokenError, tokenReply } from './wire.ts';

export interface TokenSource {
  /** A token with at least a tenth of its life left, when one can be had. @throws Problem `refused`, `busy`, `unreachable` */
  get(): Promise<string>;
  /** Forgets this token after a 401; a newer one stays. */
  reject(token: string): void;
}

/** Used when the reply names no life time: short, since Payoneer publishes none (facts, section 2). */
const assumedLifeMs = 10 * 60_000;

interface Held {
  readonly token: string;
  readonly renewAt: number;
  readonly endsAt: number;
}

/**
 * Tokens by any grant of `POST {auth}/api/v2/oauth2/token` (Basic + form). However many callers wait, one request is under way.
 * `grant` gives the form's fields; `renewed` hears of a rotated refresh token; `kind` is that of the calls the token is for.
 */
export function tokenSource(
  settings: Settings, tools: Tools, gate: Gate,
  grant: () => Readonly<Record<string, string>> | Promise<Readonly<Record<string, string>>>,
  renewed: (refreshToken: string) => void | Promise<void> = () => undefined,
  kind: CallClass = 'ask',
): TokenSource {
  let held: Held | undefined;
  let underWay: Promise<Held> | undefined;

  const fetchOne = async (): Promise<Held> => {
    const fields = await grant();
    const answer = await gate.pass(kind, () => askForToken(settings, tools, fields));
    const reply = bodyOf(tokenReply, answer, 'the token request');
    const seconds = Number(reply.expires_in ?? '');
    const lifeMs = seconds > 0 ? seconds * 1000 : assumedLifeMs;
    if (reply.refresh_token) await renewed(reply.refresh_token);
    held = { token: reply.access_token, renewAt: answer.askedAt + lifeMs * 0.9, endsAt: answer.askedAt + lifeMs };
    return held;
  };
  const shared = (): Promise<Held> => {
    underWay ??= fetchOne().finally(() => {
      underWay = undefined;
    });
    return underWay;
  };
  return {
    async get() {
      const before = held;
      if (before && tools.now() < before.renewAt) return before.token;
      try {
        return (await shared()).token;
      } catch (error) {
        // In its last tenth a token still works: a login host that is down for a moment stops nothing.
        if (before && before === held && tools.now() < before.endsAt) return before.token;
        throw error;
      }
    },
    reject(token) {
      if (held?.token === token) held = undefined;
    },
  };
}

/** One request to the token host. @throws Problem `refused` with the host's own code, `busy`, `unreachable` */
export async function askForToken(settings: Settings, tools: Tools, fields: Readonly<Record<string, string>>): Promise<Answer> {
  const basic = Buffer.from(`${settings.clientId}:${settings.clientSecret}`, 'utf8').toString('base64');
  const answer = await exchange(tools, {
    method: 'POST',
    url: `${settings.authUrl}/api/v2/oauth2/token`,
    headers: { authorization: `Basic ${basic}`, accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(fields).toString(),
    deadlineAt: tools.now() + settings.callTimeoutMs,
  });
  const code = oauthCode(answer);
  if (answer.status === 401 || (answer.status >= 400 && answer.status < 429 && code))
    throw new Problem('refused', `Payoneer: gave no token (${code ?? `HTTP ${answer.status}`}). Check CLIENT_ID, CLIENT_SECRET and ENVIRONMENT; for account data, ask for a new consent.`, { code: code ?? '401' });
  const problem = unwell(answer, tools.now());
  if (problem) throw problem;
  return answer;
}

function oauthCode({ text }: Answer): string | undefined {
  try {
    const read = tokenError.safeParse(parseExactly(text));
    return read.success ? read.data.error.slice(0, 60) : undefined;
  } catch {
    return undefined;
  }
}
