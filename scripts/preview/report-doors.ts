import { fileURLToPath } from 'node:url';
import type { Express, Request, Response } from 'express';
import { text, type XmlNode } from '../../sandbox/salesforce/xml.ts';
import type { User } from '../../sandbox/salesforce/org.ts';
import { runDashboard } from './dashboard.ts';
import type { PreviewParts } from './parts.ts';
import { readReportFiles, type ReportFiles } from './report-files.ts';
import { ReportRefusal } from './report-refusal.ts';
import { runReport } from './run-report.ts';

const packageFolder = fileURLToPath(new URL('../../force-app', import.meta.url));

/** One line of the list of reports or dashboards. */
interface Listed {
  readonly name: string;
  readonly title: string;
  readonly description: string;
}

/**
 * The doors of reports and dashboards, each with the rights of the persona of its caller. JSON: `GET /preview/reports` and `/preview/dashboards`
 * (name, title, description of each), `/preview/reports/:name` (ReportResult), `/preview/dashboards/:name` (DashboardResult); a refusal is { message }.
 */
export function reportDoors(app: Express, { org, outside, userOf }: PreviewParts): void {
  // Read once: what the org has deployed does not change while the preview runs.
  const files = readReportFiles(packageFolder);
  const door = (answer: (by: User, name: string) => unknown) => (request: Request, response: Response): void => {
    const by = userOf(request);
    if (!by) return void response.status(401).json({ message: 'Preview: nobody is signed in here. Choose a persona at the top of the page.' });
    try {
      response.set('Cache-Control', 'no-store').json(answer(by, String(request.params['name'] ?? '')));
    } catch (error) {
      if (!(error instanceof ReportRefusal)) throw error;
      response.status(error.status).json({ message: error.message });
    }
  };
  app.get('/preview/reports', door(() => listed(files.reports, 'name')));
  app.get('/preview/dashboards', door(() => listed(files.dashboards, 'title')));
  app.get('/preview/reports/:name', door((by, name) => runReport(org, files, name, by).result));
  app.get('/preview/dashboards/:name', door((by, name) => runDashboard(org, files, name, { by, deployedBy: outside.people.admin })));
}

function listed(nodes: ReportFiles['reports'], title: string): Listed[] {
  return [...nodes].map(([name, node]: [string, XmlNode]) => ({ name, title: text(node, title) ?? name, description: text(node, 'description') ?? '' })).sort((a, b) => a.title.localeCompare(b.title, 'en'));
}
