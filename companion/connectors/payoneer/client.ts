import { keepable } from '../../domain/keepable.ts';
import { Problem } from '../../domain/problem.ts';
import type { CallClass, Gate, Tools } from '../connector.ts';
import { type Answer, exchange, unwell } from './exchange.ts';
import type { Settings } from './settings.ts';
import type { TokenSource } from './token.ts';

export interface Client {
  /**
   * A call that moves nothing: repeated once with a new token after a 401. Returns 2xx and Payoneer's own 4xx.
   * @throws Problem `busy`, `unreachable`
   */
  call(kind: CallClass, method: 'GET' | 'PUT' | 'POST', path: string, body?: object): Promise<Answer>;
}

/** Calls with the given kind of token, through the gate, each with its deadline. */
export function client(settings: Settings, tools: Tools, gate: Gate, tokens: TokenSource): Client {
  const once = async (kind: CallClass, method: 'GET' | 'PUT' | 'POST', path: string, body: object | undefined): Promise<Answer> => {
    const token = await tokens.get();
    const answer = await gate.pass(kind, async () => {
      const heard = await exchange(tools, {
        method,
        url: settings.apiUrl + path,
        headers: { authorization: `Bearer ${token}`, accept: 'application/json', ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        deadlineAt: tools.now() + settings.callTimeoutMs,
      });
      const problem = unwell(heard, tools.now());
      if (problem) throw problem;
      return heard;
    });
    if (answer.status === 401) tokens.reject(token);
    return answer;
  };
  return {
    async call(kind, method, path, body) {
      const first = await once(kind, method, path, body);
      return first.status === 401 ? once(kind, method, path, body) : first;
    },
  };
}

/** Fills `{program}` and the like, each value encoded as one path segment. @throws Problem `invalid` for a value that no address can hold as one */
export const pathOf = (template: string, values: Readonly<Record<string, string>>): string =>
  template.replace(/\{(\w+)\}/g, (whole, name: string) => (values[name] === undefined ? whole : segment(name, values[name])));

/** Nothing, a dot and two dots mean another place than this one, encoded or not. */
function segment(name: string, value: string): string {
  if (/^\.{0,2}$/.test(value)) throw new Problem('invalid', `Payoneer: "${value}" can't be asked about as a ${name}. Correct it on the record.`);
  return encodeURIComponent(keepable(value));
}
