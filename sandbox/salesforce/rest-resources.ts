import type { Answer } from '../kit/stand-in.ts';
import { ApiProblem } from './api-problem.ts';
import { queryJobsADay, queryJobsLeft } from './bulk-jobs.ts';
import { describeHead, describeObject } from './describe.ts';
import { objectFor } from './record-input.ts';
import { highestVersion, lowestVersion, type RestDoors } from './rest-call.ts';
import type { ServerState } from './server-state.ts';

/** `/services/data`: the versions, without a session. Two a year and a half a year apart, as Salesforce releases. */
export function versionDoor(): Readonly<Record<string, Answer>> {
  const versions = Array.from({ length: highestVersion - lowestVersion + 1 }, (_, at) => {
    const version = `${lowestVersion + at}.0`;
    return { label: `Release ${version}`, url: `/services/data/v${version}`, version };
  });
  return { 'GET /services/data': () => ({ status: 200, body: versions }), 'GET /services/data/': () => ({ status: 200, body: versions }) };
}

/** What the org has: resources, objects, descriptions, limits. */
export function resourceDoors(state: ServerState): RestDoors {
  const v = '/services/data/:version';
  const { org } = state;
  return {
    [`GET ${v}`]: ({ version }) => ({
      status: 200,
      body: Object.fromEntries(['sobjects', 'query', 'queryAll', 'composite', 'limits', 'tooling', 'metadata', 'process', 'jobs', 'ui-api', 'graphql'].map((name) => [name, `/services/data/v${version}/${name}`])),
    }),
    [`GET ${v}/limits`]: () => ({ status: 200, body: limits(state) }),
    [`GET ${v}/sobjects`]: ({ by, version }) => {
      const objects = [...org.schema.values()].filter((object) => objectFor(org, by, object.custom && org.namespace !== null ? `${org.namespace}__${object.name}` : object.name));
      return { status: 200, body: { encoding: 'UTF-8', maxBatchSize: 200, sobjects: objects.map((object) => describeHead(org, by, object, version)) } };
    },
    [`GET ${v}/sobjects/:object`]: ({ by, version, params }) => {
      const object = objectFor(org, by, params['object'] ?? '');
      if (!object) throw ApiProblem.notFound();
      return { status: 200, body: { objectDescribe: describeHead(org, by, object, version), recentItems: [] } };
    },
    [`GET ${v}/sobjects/:object/describe`]: ({ by, version, params }) => {
      const object = objectFor(org, by, params['object'] ?? '');
      if (!object) throw ApiProblem.notFound();
      return { status: 200, body: describeObject(org, by, object, version) };
    },
  };
}

function limits({ org, usage }: ServerState): Record<string, { Max: number; Remaining: number }> {
  const most = org.policies.dailyApiRequests;
  return {
    DailyApiRequests: { Max: most, Remaining: Math.max(0, most - usage.used) },
    DailyBulkV2QueryJobs: { Max: queryJobsADay, Remaining: queryJobsLeft(org) },
    DailyStandardVolumePlatformEvents: { Max: 25_000, Remaining: 25_000 },
    DailyDeliveredPlatformEvents: { Max: 25_000, Remaining: 25_000 },
    HourlyPublishedPlatformEvents: { Max: 250_000, Remaining: 250_000 },
    DataStorageMB: { Max: 1024, Remaining: 1000 },
  };
}
