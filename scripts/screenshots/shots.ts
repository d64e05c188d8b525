import type { Page } from 'playwright-core';
import { packageFiles } from '../preview/package-files.ts';
import type { Stage } from '../story/stage.ts';

/** One page of the app: its address, who looks, and what is opened on it before the picture is taken. */
export interface Shot {
  readonly name: string;
  readonly path: string;
  /** A persona of the preview: finance, approver, admin. */
  readonly as: string;
  readonly open?: (page: Page) => Promise<void>;
  /** What is done when all pictures of it are taken. */
  readonly after?: () => void;
}

const openWeather = (page: Page): Promise<void> => page.getByRole('button', { name: 'Weather', exact: true }).click();
const openHead = (name: string) => (page: Page): Promise<void> => page.locator('shell-highlights-panel').getByRole('button', { name, exact: true }).click();
const openNew = (page: Page): Promise<void> => page.getByRole('button', { name: 'New', exact: true }).click();
const openField = (page: Page): Promise<void> => page.locator('shell-detail-panel').getByRole('button', { name: 'Edit Purpose' }).click();
const openRelated = (page: Page): Promise<void> => page.getByRole('tab', { name: 'Related' }).click();
const openWaiting = (page: Page): Promise<void> => page.getByRole('button', { name: 'Show the requests: Waiting for approval' }).click();

const recordPath = (object: string, id: string): string => `/lightning/r/${object}/${id}/view`;

function requestShots({ outside, cast }: Stage): Shot[] {
  const byStatus = Map.groupBy(cast, ({ id }) => String(outside.request(id).Status__c));
  const path = (status: string): string => recordPath('Payment_Request__c', (byStatus.get(status)?.find(({ id }) => outside.request(id).Payment_Run__c == null) ?? byStatus.get(status)?.[0])?.id ?? '');
  return [
    ...[...byStatus.keys()].map((status) => ({ name: `request-${status.replaceAll(' ', '-')}`, path: path(status), as: ['Submitted', 'Completed'].includes(status) ? 'approver' : 'finance' })),
    { name: 'request-Completed-related', path: path('Completed'), as: 'finance', open: openRelated },
    { name: 'request-Submitted-dialog', path: path('Submitted'), as: 'approver', open: openHead('Approve') },
    { name: 'request-Draft-submit-dialog', path: path('Draft'), as: 'finance', open: openHead('Submit for Approval') },
    { name: 'request-Draft-edit-dialog', path: path('Draft'), as: 'finance', open: openHead('Edit') },
    { name: 'request-Draft-editing', path: path('Draft'), as: 'finance', open: openField },
  ];
}

function runShots({ outside: { org: { org } } }: Stage): Shot[] {
  return [...org.rows('Payment_Run__c').values()].flatMap((run) => {
    const shot = { name: `run-${String(run['Status__c'])}`, path: recordPath('Payment_Run__c', String(run['Id'])), as: 'approver' };
    return [shot, { ...shot, name: `${shot.name}-related`, open: openRelated }];
  });
}

function listAndRecordShots({ outside: { org: { org } } }: Stage): Shot[] {
  const shown = [...org.schema.values()].filter(({ custom, kind, name }) => custom && kind === 'object' && org.rows(name).size > 0);
  return shown.flatMap(({ name }) => [
    { name: `list-${name}`, path: `/lightning/o/${name}/list`, as: 'finance' },
    ...[...org.rows(name).keys()].slice(0, 1).filter(() => name !== 'Payment_Request__c' && name !== 'Payment_Run__c').map((id) => ({ name: `record-${name}`, path: recordPath(name, id), as: 'finance' })),
  ]);
}

/** What shows nothing, or asks for what is not there yet. */
function emptyShots(): Shot[] {
  return [
    { name: 'list-empty', path: '/lightning/o/Revenue__c/list', as: 'finance' },
    { name: 'list-new-dialog', path: '/lightning/o/Payment_Request__c/list', as: 'finance', open: openNew },
    { name: 'missing-page', path: '/lightning/n/nowhere', as: 'finance' },
    { name: 'home-colleague', path: '/lightning/page/home', as: 'colleague' },
  ];
}

/** Reports and dashboards by the names of their files. */
function analyticsShots(): Shot[] {
  return ([['report', 'Report'], ['dashboard', 'Dashboard']] as const).flatMap(([type, kind]) => [
    { name: `list-${kind}`, path: `/lightning/o/${kind}/home`, as: 'finance' },
    ...packageFiles(type).map(({ name }) => ({ name: `${type}-${name}`, path: `/lightning/r/${kind}/${name}/view`, as: 'finance' })),
  ]);
}

/** Every page of the app that has something to show. */
export function shotsOf(stage: Stage): readonly Shot[] {
  const home = '/lightning/page/home';
  // An unknown outcome does not stay one: it is shown first, and then the sky clears.
  const requests = requestShots(stage).map((shot) => (shot.name === 'request-Outcome-Unknown' ? { ...shot, after: () => stage.outside.world.weather.clear() } : shot));
  const [first, ...others] = requests.sort((one, other) => Number('after' in other) - Number('after' in one));
  return [
    ...(first ? [first] : []),
    ...['finance', 'approver', 'admin'].map((as) => ({ name: `home-${as}`, path: home, as })),
    { name: 'home-waiting-opened', path: home, as: 'approver', open: openWaiting },
    { name: 'home-weather', path: home, as: 'finance', open: openWeather },
    ...listAndRecordShots(stage), ...emptyShots(), ...others, ...runShots(stage), ...analyticsShots(),
  ];
}
