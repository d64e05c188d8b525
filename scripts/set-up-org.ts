import { fileURLToPath } from 'node:url';
import type { World } from '../sandbox/kit/world.ts';
import { setApprovalProcessActive } from '../sandbox/salesforce/approval-doors.ts';
import { sourceFiles } from '../sandbox/salesforce/source-files.ts';
import { open as openSalesforce, type SalesforceSandbox } from '../sandbox/salesforce/open.ts';
import type { OrgPolicies, User } from '../sandbox/salesforce/org.ts';

/** What the administrator gives beside the package, since a packaged permission set may not name standard objects. */
const exampleFolder = fileURLToPath(new URL('../docs/admin/example', import.meta.url));
const packageFolder = fileURLToPath(new URL('../force-app', import.meta.url));
/** The customer's own External Client App, and the user it speaks for. */
export const clientId = 'quittance-companion';
export const integrationUser = 'integration@sandbox.example';

interface OrgSettings {
  readonly namespace?: string | null;
  readonly isSandbox?: boolean;
  readonly orgPolicies?: Partial<OrgPolicies>;
}

export interface Personas {
  readonly finance: User;
  readonly approver: User;
  readonly secondApprover: User;
  /** Works in the org and has nothing to do with payments. */
  readonly colleague: User;
  readonly integration: User;
  readonly admin: User;
}

/** An org with the package deployed, both approval processes active and one user per role, as an administrator would set it up. */
export function setUpOrg(world: World, options: OrgSettings, publicKey: string): { org: SalesforceSandbox; people: Personas } {
  const org = openSalesforce(world, { namespace: options.namespace ?? null, isSandbox: options.isSandbox ?? true, ...(options.orgPolicies ? { policies: options.orgPolicies } : {}) });
  org.deployFolder(packageFolder);
  org.deployFolder(exampleFolder);
  const user = (username: string, name: string, profile: User['profile'], ...sets: string[]): User => org.addUser({ username, name, profile, permissionSets: sets });
  const people: Personas = {
    admin: org.admin,
    finance: user('finance@sandbox.example', 'Finance Analyst', 'standard', 'Quittance_Finance'),
    approver: user('approver@sandbox.example', 'Approver', 'standard', 'Quittance_Approver'),
    secondApprover: user('second.approver@sandbox.example', 'Second Approver', 'standard', 'Quittance_Approver'),
    colleague: user('colleague@sandbox.example', 'Colleague', 'standard'),
    integration: user(integrationUser, 'Quittance Companion', 'integration', 'Quittance_Companion', 'Quittance_Receipt_Matching'),
  };
  org.grant(org.admin, 'Quittance_Admin');
  org.addClient({ clientId, key: publicKey });
  for (const process of ['Payment_Request__c.Payout_Approval', 'Payment_Run__c.Run_Approval']) setApprovalProcessActive(org.org, process, true);
  return { org, people };
}

/** The administrator lets the integration user read contacts and accounts, as docs/admin/recipients.md says. */
export function letInviteContacts(org: SalesforceSandbox, { integration }: Personas): void {
  org.deployFiles(sourceFiles(exampleFolder));
  org.grant(integration, 'Quittance_Invite_Contacts');
}
