import type { Answer, StandIn } from '../kit/stand-in.ts';
import type { World } from '../kit/world.ts';
import { ApiProblem } from './api-problem.ts';
import { approvalDoors } from './approval-doors.ts';
import { forgetJobs } from './bulk-jobs.ts';
import { deploy, deployComponents, type DeployOutcome } from './deploy.ts';
import { emptyDraft } from './deploy-draft.ts';
import { deployDoors } from './deploy-rest.ts';
import { soapDoors } from './deploy-soap.ts';
import { flowNotifications } from './flow-operations.ts';
import { forgetPaths } from './flow-paths.ts';
import { graphqlDoors } from './graphql-doors.ts';
import { asInstalled, type InstallOutcome, refusedByPackaging } from './install-mode.ts';
import { type MetadataFile, readMetadata } from './metadata-components.ts';
import { oauthDoors } from './oauth.ts';
import { createOrg, type OrgOptions } from './org-core.ts';
import type { Org, OrgPolicies, User } from './org.ts';
import { collectionDoors } from './rest-collections.ts';
import { bulkDoors } from './rest-bulk.ts';
import { compositeDoors } from './rest-composite.ts';
import { callerOf, counted, signedIn, type RestDoors, userOfToken } from './rest-call.ts';
import { queryDoors } from './rest-query.ts';
import { recordDoors } from './rest-records.ts';
import { resourceDoors, versionDoor } from './rest-resources.ts';
import type { Client, ServerState } from './server-state.ts';
import { type NewUser, settle } from './setup-rows.ts';
import { sourceFiles } from './source-files.ts';
import { uiDoors } from './ui-doors.ts';

/** A running org: the stand-in for the kit, and what an administrator does in Setup. */
export interface SalesforceSandbox {
  readonly standIn: StandIn;
  readonly org: Org;
  readonly world: World;
  /** The administrator every new org has. */
  readonly admin: User;
  addUser(user: NewUser): User;
  /** Assigns a deployed permission set by its local name. */
  grant(user: User, permissionSet: string): void;
  addClient(client: Client): void;
  /** Reads a source folder (`force-app`), whatever its foldering, its components as the build leaves them. Throws an Error that lists every problem. */
  deployFolder(folder: string): DeployOutcome;
  deployFiles(files: readonly MetadataFile[]): DeployOutcome;
  /** Installs a source folder as a managed package: what does not travel is left out and listed. Throws an Error without a namespace, and one that lists every problem. */
  installFolder(folder: string): InstallOutcome;
  installFiles(files: readonly MetadataFile[]): InstallOutcome;
  /** A session as if the user had signed in; for tests that are not about signing in. */
  tokenFor(user: User): string;
  /** Whose session a token is, for the event bus beside the REST doors; undefined when it ended. */
  userOf(token: string): User | undefined;
  /** Makes every session invalid at once. */
  endSessions(): void;
}

/** Opens an org. Its schema is Salesforce's own until a package is deployed. */
export function open(world: World, options: OrgOptions = {}): SalesforceSandbox {
  const { org, storage } = createOrg(world, options);
  const state: ServerState = { org, storage, clients: new Map(), sessions: new Map(), cursors: new Map(), deployments: new Map(), usage: { day: 0, used: 0 }, draft: emptyDraft(org) };
  const initial = structuredClone(org.policies);
  const setup = settle(org, options.name ?? 'Sandbox Org');
  const admin = setup.addUser({ username: 'admin@sandbox.example', name: 'Ada Admin', profile: 'admin' });
  const deployFiles = (files: readonly MetadataFile[]): DeployOutcome => {
    const { outcome, draft } = deploy(org, state.draft, files);
    state.draft = draft;
    if (!outcome.success) throw new Error(`Sandbox Salesforce: the deployment failed. Correct the files:\n${problems(outcome)}`);
    return outcome;
  };
  const installFiles = (files: readonly MetadataFile[]): InstallOutcome => install(state, files);
  return {
    org, world, admin, deployFiles, installFiles,
    installFolder: (folder) => installFiles(sourceFiles(folder)),
    standIn: { name: 'salesforce', doors: doorsOf(state), fallback: () => ApiProblem.notFound().toReply(), reset: () => reset(state, setup.kept, initial) },
    addUser: setup.addUser,
    grant: setup.grant,
    addClient: (client) => void state.clients.set(client.clientId, client),
    deployFolder: (folder) => deployFiles(sourceFiles(folder)),
    tokenFor(user) {
      const token = `${org.id.slice(0, 15)}!AQ${world.id('Test', 40)}`;
      state.sessions.set(token, { userId: user.id, expiresAt: world.clock.now() + org.policies.tokenLifeMs });
      return token;
    },
    userOf: (token) => userOfToken(state, token),
    endSessions: () => state.sessions.clear(),
  };
}

/** Only a package with a namespace is managed: without one nothing tells its names from the subscriber's. */
function install(state: ServerState, files: readonly MetadataFile[]): InstallOutcome {
  if (!state.org.namespace) throw new Error('Sandbox Salesforce: a managed package has a namespace, and this org was opened without one. Open it with a namespace, or deploy the folder.');
  const { components, broken } = readMetadata(files);
  const { kept, leftOut } = asInstalled(components, state.draft);
  const { outcome, draft } = deployComponents(state.org, state.draft, kept, [...broken.map((each) => ({ ...each, created: false })), ...refusedByPackaging(components)]);
  state.draft = draft;
  if (!outcome.success) throw new Error(`Sandbox Salesforce: the install failed, and nothing of it is kept. Correct the files:\n${problems(outcome)}`);
  return { ...outcome, leftOut };
}

function problems(outcome: DeployOutcome): string {
  return outcome.components.flatMap(({ file, line, fullName, problem }) => (problem === undefined ? [] : [`  ${file}${line === undefined ? '' : `:${line}`} ${fullName}: ${problem}`])).join('\n');
}

function doorsOf(state: ServerState): Record<string, Answer> {
  // What composites may call; order matters, as `/sobjects/X/describe` also looks like a record's id.
  const inner: RestDoors = { ...resourceDoors(state), ...collectionDoors(state), ...queryDoors(state), ...recordDoors(state) };
  const rest: RestDoors = { ...compositeDoors(state, inner), ...inner, ...bulkDoors(state), ...uiDoors(state), ...graphqlDoors(state.org) };
  return {
    ...oauthDoors(state),
    ...versionDoor(),
    ...soapDoors(state),
    ...deployDoors(state),
    ...approvalDoors(state.org, (call) => {
      const caller = callerOf(state, call);
      return 'status' in caller ? caller : (counted(state) ?? caller);
    }),
    ...Object.fromEntries(Object.entries(rest).map(([text, door]) => [text, signedIn(state, door)])),
    'GET /services/data/:version/': signedIn(state, resourceDoors(state)['GET /services/data/:version'] ?? (() => ({ status: 404 }))),
  };
}

/** Records go and policies are as they were opened; users, permission sets and whatever else belongs to setup stay. */
function reset(state: ServerState, kept: ReadonlySet<string>, policies: OrgPolicies): void {
  state.storage.clear(kept);
  state.sessions.clear();
  state.cursors.clear();
  state.org.locks.clear();
  forgetPaths(state.org);
  forgetJobs(state.org);
  flowNotifications(state.org).length = 0;
  state.deployments.clear();
  Object.assign(state.usage, { day: 0, used: 0 });
  Object.assign(state.org.policies, structuredClone(policies));
}
