import type { StandIn } from '../kit/stand-in.ts';
import type { World } from '../kit/world.ts';
import { apiDoors } from './api-doors.ts';
import { handleOf, type PayoneerHandle } from './handle.ts';
import { operatorDoors } from './operator.ts';
import { type PayeeFacts, setPayee } from './payees.ts';
import { defaultPolicies, type PayoneerPolicies } from './policies.ts';
import { type Desk, freshState, type Notices, type PayoneerSettings } from './state.ts';

export type { PayoneerHandle } from './handle.ts';
export type { PayeeFacts } from './payees.ts';
export type { PayoneerPolicies } from './policies.ts';

/** Everything but the world has a default; see `open`. */
export interface PayoneerOptions extends Partial<PayoneerSettings> {
  readonly world: World;
  readonly policies?: Partial<PayoneerPolicies>;
  /** `target` is the address before the event's name: `http://127.0.0.1:8080/webhooks/payoneer-usd`. Without it no notice is sent. */
  readonly webhooks?: Partial<Notices>;
  /** Payees that exist from the start and after each reset, Active unless said otherwise. */
  readonly payees?: Readonly<Record<string, PayeeFacts>>;
}

/**
 * A Payoneer of one's own. Defaults: client `sandbox-client` with the secret `sandbox-secret`, one USD program `100123456` holding
 * nothing, account `4000001`, webhook secret `sandbox-webhook-secret`. Amounts are integer minor units. The world must be the one it is served in.
 */
export function open(options: PayoneerOptions): PayoneerHandle & { readonly standIn: StandIn } {
  const { world, payees = {}, policies, webhooks } = options;
  const settings: PayoneerSettings = {
    clientId: options.clientId ?? 'sandbox-client',
    clientSecret: options.clientSecret ?? 'sandbox-secret',
    redirectUri: options.redirectUri,
    programs: options.programs ?? [{ programId: '100123456', currency: 'USD' }],
    accountId: options.accountId ?? '4000001',
    ratesPerMillion: options.ratesPerMillion ?? { 'USD/EUR': 920_000, 'EUR/USD': 1_087_000, 'USD/JPY': 151_250_000 },
  };
  const initial: PayoneerPolicies = { ...defaultPolicies(), ...policies };
  const desk: Desk = {
    world,
    settings,
    policies: structuredClone(initial),
    notices: { target: undefined, secret: 'sandbox-webhook-secret', appName: 'Webhook-IPCNSender-sandbox', ...webhooks },
    state: freshState(settings, world),
  };
  // A payee who was unknown before sends no notice, so there is nothing to wait for.
  const seat = (): void => Object.entries(payees).forEach(([payeeId, facts]) => void setPayee(desk, payeeId, facts));
  seat();
  const handle = handleOf(desk);
  const standIn: StandIn = {
    name: 'payoneer',
    doors: apiDoors(desk),
    control: operatorDoors(handle),
    reset() {
      Object.assign(desk.policies, structuredClone(initial));
      desk.state = freshState(settings, world);
      seat();
    },
  };
  return Object.assign(handle, { standIn });
}
