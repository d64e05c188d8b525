import type { Request } from 'express';
import type { User } from '../../sandbox/salesforce/org.ts';
import type { serveOutsideWorld } from '../outside-world.ts';

/** Both stand-ins on their sockets, with the hands of the people who use them. */
export type ServedOutside = Awaited<ReturnType<typeof serveOutsideWorld>>;

/** What a door of the preview may use. */
export interface PreviewParts {
  /** The sandbox org: rows, queries, saving. */
  readonly org: ServedOutside['org']['org'];
  readonly outside: ServedOutside;
  /** Whose page asks: the persona of the tab that sent the request, or undefined when it names none that exists. */
  readonly userOf: (request: Request) => User | undefined;
}
