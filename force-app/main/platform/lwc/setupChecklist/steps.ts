import { connectionsLink, counted, fill, isSilent, listLink, messageOf, numberOr, textOr, type ConnectionNode, type GraphqlResult } from 'c/quittancePage';
import FUNDING from '@salesforce/schema/Funding_Account__c.Available__c';
import RECIPIENT from '@salesforce/schema/Recipient_Account__c.Verification__c';
import REQUEST from '@salesforce/schema/Payment_Request__c.Status__c';
import { rowsOf, type Findings } from './findings';
import { label } from './labels';

/** Done and open are seen in the org's records; what no page can read is for a person to look at. */
type State = 'done' | 'open' | 'look';
type Finding = readonly [state: State, detail: string];

const looks: Readonly<Record<State, { readonly word: string; readonly icon: string; readonly badge: string }>> = {
  done: { word: label.done, icon: 'utility:success', badge: 'slds-theme_success' },
  open: { word: label.open, icon: 'utility:clock', badge: 'slds-theme_warning' },
  look: { word: label.look, icon: 'utility:preview', badge: '' },
};

/** One step as the page shows it. */
export interface SetupStep {
  readonly key: string;
  readonly name: string;
  readonly state: State;
  readonly look: { readonly word: string; readonly icon: string; readonly badge: string };
  /** What was found, and what to do about it. */
  readonly detail: string;
  readonly why: string;
  readonly link: string;
  readonly linkName: string;
}

const setup = {
  permissionSets: '/lightning/setup/PermSets/home',
  approvalProcesses: '/lightning/setup/ApprovalProcesses/home',
  customSettings: '/lightning/setup/CustomSettings/home',
} as const;

const connectionsOf = ({ connections }: Findings): readonly ConnectionNode[] => connections.data?.uiapi.query.connections.edges.map(({ node }) => node) ?? [];

function connected(nodes: readonly ConnectionNode[], nowMs: number): Finding {
  if (nodes.length === 0) return ['open', label.connectionNone];
  return nodes.every((node) => isSilent(node, nowMs)) ? ['open', label.connectionSilent] : ['done', counted(nodes.length, label.connectionOne, label.connectionDone)];
}

/** The companion writes its id and epoch only after it has bound its store to this org. */
function bound(nodes: readonly ConnectionNode[]): Finding {
  const node = nodes.find(({ companionId, epoch }) => companionId.value && numberOr(epoch.value, 0) > 0);
  return node ? ['done', fill(label.boundDone, node.companionId.value ?? '', numberOr(node.epoch.value, 0))] : ['open', label.boundNone];
}

function alerting([node]: readonly ConnectionNode[]): Finding {
  if (!node) return ['look', label.alertLook];
  return node.alertGroup.value ? ['done', fill(label.alertDone, node.alertGroup.value)] : ['open', label.alertNone];
}

function funded({ funding }: Findings): Finding {
  const rows = rowsOf(funding);
  if (rows.length === 0) return ['open', label.fundingNone];
  const filled = rows.filter(({ available }) => numberOr(available.value, 0) > 0).length;
  if (filled > 0) return ['done', counted(filled, label.fundingOne, label.fundingDone)];
  return ['open', rows.some(({ readAt }) => readAt.value !== null) ? label.fundingEmpty : label.fundingUnread];
}

function verified(findings: Findings): Finding {
  const [row] = rowsOf(findings.verified);
  return row ? ['done', fill(label.recipientDone, textOr(row.displayName.value, textOr(row.name.value, row.Id)))] : ['open', label.recipientNone];
}

function completed(findings: Findings): Finding {
  const [row] = rowsOf(findings.completed);
  return row ? ['done', fill(label.payoutDone, textOr(row.name.value, row.Id))] : ['open', label.payoutNone];
}

/** What one step asks, where its answer comes from, and where it is done. */
type Asked = Omit<SetupStep, 'state' | 'look' | 'detail'> & { readonly from: GraphqlResult<unknown> | undefined; readonly finding: () => Finding };

function companionSteps(findings: Findings, nowMs: number): readonly Asked[] {
  const [from, nodes] = [findings.connections, connectionsOf(findings)];
  const place = { from, link: nodes.length === 1 && nodes[0] ? `/${nodes[0].Id}` : connectionsLink, linkName: label.connectionLink };
  return [
    { ...place, key: 'connection', name: label.connectionName, why: label.connectionWhy, finding: () => connected(nodes, nowMs) },
    { ...place, key: 'bound', name: label.boundName, why: label.boundWhy, finding: () => bound(nodes) },
    { ...place, key: 'events', name: label.eventsName, why: label.eventsWhy, finding: () => (nodes.some(({ lastEventAt }) => lastEventAt.value) ? ['done', label.eventsDone] : ['open', label.eventsNone]) },
    { ...place, key: 'webhooks', name: label.webhooksName, why: label.webhooksWhy, finding: () => (nodes.some(({ lastWebhookAt }) => lastWebhookAt.value) ? ['done', label.webhooksDone] : ['open', label.webhooksNone]) },
  ];
}

function peopleSteps(findings: Findings): readonly Asked[] {
  const approvals = rowsOf(findings.approved);
  return [
    { key: 'permissions', name: label.permissionsName, why: label.permissionsWhy, from: undefined, link: setup.permissionSets, linkName: label.permissionsLink, finding: () => ['look', label.permissionsLook] },
    { key: 'approval', name: label.approvalName, why: label.approvalWhy, from: findings.approved, link: setup.approvalProcesses, linkName: label.approvalLink, finding: () => (approvals.length > 0 ? ['done', label.approvalDone] : ['look', label.approvalLook]) },
    { key: 'alert', name: label.alertName, why: label.alertWhy, from: findings.connections, link: setup.customSettings, linkName: label.alertLink, finding: () => alerting(connectionsOf(findings)) },
  ];
}

function moneySteps(findings: Findings): readonly Asked[] {
  return [
    { key: 'funding', name: label.fundingName, why: label.fundingWhy, from: findings.funding, link: listLink(FUNDING.objectApiName), linkName: label.fundingLink, finding: () => funded(findings) },
    { key: 'recipient', name: label.recipientName, why: label.recipientWhy, from: findings.verified, link: listLink(RECIPIENT.objectApiName), linkName: label.recipientLink, finding: () => verified(findings) },
    { key: 'payout', name: label.payoutName, why: label.payoutWhy, from: findings.completed, link: listLink(REQUEST.objectApiName), linkName: label.payoutLink, finding: () => completed(findings) },
  ];
}

/** All steps in the order they are done in, as of `nowMs` (epoch ms). A question the org did not answer leaves its steps to a person. */
export function stepsOf(findings: Findings, nowMs: number): readonly SetupStep[] {
  const [connection, binding, ...arrivals] = companionSteps(findings, nowMs);
  const asked = [connection, binding, ...peopleSteps(findings), ...moneySteps(findings), ...arrivals];
  return asked.flatMap((each) => {
    if (!each) return [];
    const { from, finding, ...step } = each;
    const [state, detail] = from?.errors ? (['look', fill(label.unread, messageOf(from.errors, label.failed))] as const) : finding();
    return [{ ...step, state, detail, look: looks[state] }];
  });
}
