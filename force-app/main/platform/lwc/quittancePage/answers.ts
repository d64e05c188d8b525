import type { GraphqlResult } from './records';

/** What a component says of several answers it needs together: the first error, and whether one is still missing. */
export function togetherOf(results: readonly GraphqlResult<unknown>[]): { readonly errors: GraphqlResult<unknown>['errors']; readonly isLoading: boolean } {
  const errors = results.find((result) => result.errors)?.errors;
  return { errors, isLoading: errors === undefined && results.some(({ data }) => !data) };
}

/** Asks again for every answer. What fails is told by the wires themselves. */
export function refreshAll(results: readonly GraphqlResult<unknown>[]): void {
  results.forEach(({ refresh }) => {
    refresh?.().catch(() => undefined);
  });
}

/**
 * An answer as a component may keep it. With errors the data may be there and hold nothing, as for somebody who may not read an object: whoever looks
 * into it would fail where the error should be told, so that it is left out.
 */
export function wholeOf<Data>(result: GraphqlResult<Data>): GraphqlResult<Data> {
  if (!result.errors) return result;
  return { errors: result.errors, ...(result.refresh ? { refresh: result.refresh } : {}) };
}
