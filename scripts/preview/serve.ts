import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import express, { type Express, type NextFunction, type Request, type Response } from 'express';
import { appModel } from './app-model.ts';
import { approvalOffer } from './approval-offer.ts';
import { builtPages } from './built-pages.ts';
import { eventStream } from './event-stream.ts';
import { appMetadata } from './metadata.ts';
import { orgDoor } from './org-door.ts';
import { repositoryRoot } from './package-files.ts';
import { bootScript, designSystem, openSans, pageShell } from './page-shell.ts';
import type { PreviewParts, ServedOutside } from './parts.ts';
import { personaOf, personasOf } from './personas.ts';
import { reportDoors } from './report-doors.ts';
import { weatherDoors } from './weather-doors.ts';

/** The Quittance app as Lightning Experience shows it, over the sandbox org. */
export interface Preview {
  /** Without a slash at the end. */
  readonly url: string;
  /** Resolves when the pages are built; the address answers before and waits. Rejects with what is wrong with the sources. */
  readonly ready: Promise<void>;
  close(): Promise<void>;
}

/** Only the machine itself is served: another host name means that a web page elsewhere has bent its name to this address. */
function onlyThisMachine(request: Request, response: Response, next: NextFunction): void {
  const { hostname } = request;
  if (hostname === '127.0.0.1' || hostname === 'localhost') return next();
  response.status(403).type('text').send('Preview: only 127.0.0.1 and localhost are served.');
}

/** Nothing from elsewhere is loaded, and no page elsewhere may frame this one. Base components set styles in place. */
function headers(_request: Request, response: Response, next: NextFunction): void {
  response.set({
    'content-security-policy': "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; form-action 'none'; frame-ancestors 'none'; base-uri 'none'",
    'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer', 'cache-control': 'no-store',
  });
  next();
}

function assets(app: Express, built: Promise<string>): void {
  const at = (name: string): string => `/preview/assets/${name}`;
  const fonts = openSans();
  app.get(at('slds.css'), (_request, response) => response.type('css').set('cache-control', 'private, max-age=3600').send(readFileSync(designSystem)));
  app.get(at('preview.css'), (_request, response) => response.type('css').send(readFileSync(join(repositoryRoot, 'preview', 'preview.css'))));
  app.get(at('boot.js'), (_request, response) => response.type('js').send(bootScript));
  app.get(at('fonts/:name'), (request, response) => {
    const font = fonts.get(String(request.params['name']));
    if (font) response.type('font/ttf').set('cache-control', 'private, max-age=3600').send(font);
    else response.status(404).end();
  });
  app.get(at(':name'), async (request, response) => {
    response.type('js').sendFile(String(request.params['name']), { root: await built, dotfiles: 'deny' });
  });
}

function pages(app: Express, parts: PreviewParts, built: Promise<string>): void {
  const metadata = appMetadata();
  const context = { personas: personasOf(parts.outside) };
  app.get('/', (_request, response) => response.redirect('/lightning/page/home'));
  app.get('/lightning/{*path}', async (_request, response) => {
    try {
      await built;
      response.type('html').send(pageShell(context, metadata.label));
    } catch (error) {
      response.status(500).type('text').send(error instanceof Error ? error.message : String(error));
    }
  });
  app.get('/preview/app', (request, response) => {
    const user = parts.userOf(request);
    if (user) response.json(appModel(metadata, parts.org, user));
    else response.status(401).json({ message: 'Preview: no persona is named. Load the page anew.' });
  });
  app.get('/preview/events', eventStream(parts));
}

function doors(parts: PreviewParts, built: Promise<string>): Express {
  const app = express();
  app.disable('x-powered-by');
  app.use(onlyThisMachine, headers);
  app.all('/services/{*path}', express.raw({ type: () => true, limit: '5mb' }), orgDoor(parts));
  app.use(express.json({ limit: '1mb' }));
  assets(app, built);
  pages(app, parts, built);
  approvalOffer(app, parts);
  reportDoors(app, parts);
  weatherDoors(app, parts);
  app.use((_request: Request, response: Response) => void response.status(404).type('text').send('Preview: there is nothing here. Start at /lightning/page/home.'));
  return app;
}

const isTaken = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';

/** Listens on the port, or on any other when somebody else has it; never beyond this machine. */
async function listen(server: Server, port: number): Promise<void> {
  const at = (each: number): Promise<void> => new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(each, '127.0.0.1', resolve);
  });
  await at(port).catch((error: unknown) => (isTaken(error) ? at(0) : Promise.reject(error)));
}

/** Serves the preview on 127.0.0.1 at once and builds its pages beside it, in a process of its own. `port`: any unless said; another one when it is taken. */
export async function servePreview(outside: ServedOutside, { port = 0 }: { readonly port?: number } = {}): Promise<Preview> {
  const parts: PreviewParts = { org: outside.org.org, outside, userOf: (request) => personaOf(outside, request) };
  const stop = new AbortController();
  const built = builtPages(stop.signal);
  const ready = built.then(() => undefined);
  // Whoever opens a page is told; nobody has to.
  ready.catch(() => undefined);
  const server = createServer(doors(parts, built));
  await listen(server, port);
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, ready,
    async close() {
      stop.abort();
      await ready.catch(() => undefined);
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
}
