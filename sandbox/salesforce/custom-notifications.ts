import type { Draft } from './deploy-draft.ts';
import type { FlowValue } from './flow-values.ts';
import { isCollection } from './flow-values.ts';
import type { Org } from './org.ts';
import { text } from './xml.ts';

const LONGEST_TITLE = 250;
const LONGEST_BODY = 750;
/** Ids one action takes: users, groups and queues. */
const MOST_RECIPIENT_IDS = 500;

/** Active users behind ids of users, public groups and queues; groups in groups included. */
function usersBehind(org: Org, ids: readonly string[], seen = new Set<string>()): string[] {
  return ids.flatMap((id) => {
    if (seen.has(id)) return [];
    seen.add(id);
    const user = org.users.find((each) => each.id.slice(0, 15) === id.slice(0, 15));
    if (user) return user.isActive ? [user.id] : [];
    return usersBehind(org, org.related('GroupMember', 'GroupId', id).map((member) => String(member.UserOrGroupId)), seen);
  });
}

function problemOf(org: Org, inputs: Readonly<Record<string, FlowValue>>, ids: readonly string[]): string | undefined {
  const missing = ['customNotifTypeId', 'title', 'body'].find((name) => (inputs[name] ?? '') === '');
  if (missing !== undefined) return `Missing required input parameter: ${missing}`;
  if ((inputs.targetId ?? '') === '' && (inputs.targetPageRef ?? '') === '') return 'Missing required input parameter: targetId';
  if (ids.length === 0) return 'Missing required input parameter: recipientIds';
  if (ids.length > MOST_RECIPIENT_IDS) return `recipientIds takes at most ${String(MOST_RECIPIENT_IDS)} values`;
  if (String(inputs.title).length > LONGEST_TITLE) return `title takes at most ${String(LONGEST_TITLE)} characters`;
  if (String(inputs.body).length > LONGEST_BODY) return `body takes at most ${String(LONGEST_BODY)} characters`;
  if (!org.find('CustomNotificationType', String(inputs.customNotifTypeId))) return 'The custom notification type does not exist';
  const unknown = ids.find((id) => !org.users.some((user) => user.id.slice(0, 15) === id.slice(0, 15)) && !org.find('Group', id));
  return unknown === undefined ? undefined : `The recipient ${unknown} does not exist`;
}

/**
 * Who a custom notification reaches: ids of active users, each once; or why the action fails. Limits as in "Custom Notification Actions"
 * (developer.salesforce.com); the words of a failure are our own.
 */
export function addressees(org: Org, inputs: Readonly<Record<string, FlowValue>>): { readonly recipients: readonly string[] } | { readonly problem: string } {
  const given = inputs.recipientIds ?? null;
  const ids = given !== null && isCollection(given) ? given.items.filter((item) => item !== null).map(String) : [];
  const problem = problemOf(org, inputs, ids);
  return problem === undefined ? { recipients: [...new Set(usersBehind(org, ids))] } : { problem };
}

/** Deployed notification types are rows that flows look up by name. */
export function keepNotificationTypes(org: Org, draft: Draft): void {
  for (const { type, fullName, node } of draft.others.values()) {
    if (type !== 'CustomNotificationType' || org.related('CustomNotificationType', 'DeveloperName', fullName).length > 0) continue;
    org.put('CustomNotificationType', { DeveloperName: fullName, CustomNotifTypeName: text(node, 'customNotifTypeName') ?? fullName, MasterLabel: text(node, 'masterLabel') ?? fullName, NamespacePrefix: org.namespace });
  }
}
