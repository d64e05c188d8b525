import { moment } from './moments.ts';
import type { ServerState } from './server-state.ts';
import type { ComponentOutcome } from './deploy.ts';

/** The DeployResult of the metadata API, alike in SOAP and REST. Times are those of the world's clock. */
export function deployResult(state: ServerState, id: string): Record<string, unknown> | undefined {
  const known = state.deployments.get(id);
  if (!known) return undefined;
  const { outcome, checkOnly, at } = known;
  const when = moment(at).replace('+0000', 'Z');
  const failures = outcome.components.filter(({ problem }) => problem !== undefined);
  const successes = outcome.success ? outcome.components : outcome.components.filter(({ problem }) => problem === undefined);
  return {
    checkOnly, completedDate: when, createdBy: state.org.users[0]?.id ?? '', createdByName: state.org.users[0]?.name ?? '', createdDate: when,
    details: {
      componentFailures: failures.map((each) => ({ ...message(each, when, state), problem: each.problem ?? '', problemType: 'Error', ...(each.line === undefined ? {} : { lineNumber: each.line, columnNumber: 1 }) })),
      componentSuccesses: successes.map((each) => message(each, when, state)),
      runTestResult: { numFailures: 0, numTestsRun: 0, totalTime: 0.0 },
    },
    done: true, id, ignoreWarnings: false, lastModifiedDate: when, numberComponentErrors: failures.length, numberComponentsDeployed: outcome.success ? successes.length : 0,
    numberComponentsTotal: outcome.components.length, numberTestErrors: 0, numberTestsCompleted: 0, numberTestsTotal: 0, rollbackOnError: true, runTestsEnabled: false, startDate: when,
    status: outcome.success ? 'Succeeded' : 'Failed', success: outcome.success,
  };
}

function message(each: ComponentOutcome, when: string, state: ServerState): Record<string, unknown> {
  const success = each.problem === undefined;
  return {
    changed: success, componentType: each.type, created: each.created, createdDate: when, deleted: false, fileName: each.file, fullName: each.fullName, success,
    ...(success ? { id: state.org.world.id('0Mx', 18) } : {}),
  };
}
