interface Said {
  readonly message?: unknown;
  readonly body?: unknown;
  readonly output?: unknown;
  readonly errors?: unknown;
  readonly fieldErrors?: unknown;
}

function messagesIn(error: unknown, depth: number): readonly string[] {
  if (typeof error === 'string') return [error];
  if (typeof error !== 'object' || error === null || depth > 6) return [];
  if (Array.isArray(error)) return error.flatMap((each) => messagesIn(each, depth + 1));
  const { message, body, output, errors, fieldErrors } = error as Said;
  const fields = typeof fieldErrors === 'object' && fieldErrors !== null ? Object.values(fieldErrors) : [];
  // The outer message ("An error occurred while trying to update the record") says least; a rule's own words stand furthest inside.
  const inner = [output, body, errors, fields].flatMap((each) => messagesIn(each, depth + 1));
  if (inner.length > 0) return inner;
  return typeof message === 'string' && message !== '' ? [message] : [];
}

/** What an error of the UI API, of GraphQL or of a rule says, in its own words; `otherwise` when it says nothing. */
export function messageOf(error: unknown, otherwise: string): string {
  const found = [...new Set(messagesIn(error, 0))];
  return found.length > 0 ? found.join(' ') : otherwise;
}
