import { expect } from '@jest/globals';
import type { User } from '../../sandbox/salesforce/org.ts';
import { type Json, pageBench } from './page-bench.ts';

/** Documents are written with local names; `ask` spells them for the org. */
export async function graphqlBench(namespace: string | null) {
  const made = await pageBench(namespace);
  const spelled = (query: string): string => (namespace === null ? query : query.replaceAll(/\b([A-Za-z]\w*?__[cr])(?=\b|(?:Create|Update|Delete)\b)/g, `${namespace}__$1`));
  const ask = async (by: User, query: string, variables: Record<string, unknown> = {}, more: Record<string, unknown> = {}): Promise<Json> => {
    const { status, body, text } = await made.call(by, 'POST', 'graphql', { query: spelled(query), variables, ...more });
    expect([status, text.includes('"errors"')]).toEqual([200, true]);
    return body;
  };
  const object = async (by: User, query: string, variables: Record<string, unknown> = {}): Promise<Json> => {
    const body = await ask(by, query, variables);
    expect(body['errors']).toEqual([]);
    return Object.values(body['data']?.['uiapi']?.['query'] ?? body['data']?.['uiapi']?.['aggregate'] ?? {})[0] as Json;
  };
  const nodes = (connection: Json): Json[] => (connection['edges'] as unknown as { node: Json }[]).map(({ node }) => node);
  const faults = async (by: User, query: string, variables: Record<string, unknown> = {}): Promise<[string, string][]> =>
    ((await ask(by, query, variables))['errors'] as unknown as { message: string; extensions: { ErrorType: string } }[]).map(({ message, extensions }) => [extensions.ErrorType, message]);
  return { ...made, ask, object, nodes, faults };
}
