import { URLPattern } from 'node:url';

/** A door's text, ready to be compared with calls. */
export interface Door {
  readonly text: string;
  /** Decoded path parameters, or undefined when the call is for another door. */
  match(method: string, url: URL): Readonly<Record<string, string>> | undefined;
}

/** Reads `'POST /v4/programs/:program/masspayouts'`; throws in words when the text is not a method and a path pattern. */
export function toDoor(text: string): Door {
  const gap = text.indexOf(' ');
  if (gap < 1) throw new Error(`Sandbox kit: "${text}" is not a door. Write a method, a space and a path, such as "GET /v4/things/:id".`);
  const wanted = text.slice(0, gap);
  const pattern = new URLPattern({ pathname: text.slice(gap + 1) });
  return {
    text,
    match(method, url) {
      if (wanted !== '*' && wanted !== method) return undefined;
      const groups = pattern.exec({ pathname: url.pathname })?.pathname.groups;
      return groups && decoded(groups);
    },
  };
}

function decoded(groups: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const params: Record<string, string> = {};
  for (const [name, value] of Object.entries(groups)) {
    if (value === undefined) continue;
    try {
      params[name] = decodeURIComponent(value);
    } catch {
      // A lone per cent sign is no escape: the text stays as it was sent.
      params[name] = value;
    }
  }
  return params;
}
