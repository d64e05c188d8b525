import { type Incoming, type Reply, toCall } from './call.ts';
import { type CallWeather, webhookFates, type WebhookWeather } from './weather.ts';
import type { World } from './world.ts';

/**
 * The doors of whoever runs the sandbox: `POST /_world/clock {advanceMs}`, `POST|DELETE /_world/weather`, `GET /_world/calls`,
 * `POST /_world/reset`. Undefined when the call is not for them. Only `serve` opens them; no real service has such a path.
 */
export async function control(incoming: Incoming, world: World, reset: () => void): Promise<Reply | undefined> {
  const { method, url } = incoming;
  if (!url.pathname.startsWith('/_world/')) return undefined;
  const call = toCall(incoming, {});
  try {
    switch (`${method} ${url.pathname}`) {
      case 'GET /_world/clock':
        return { status: 200, body: { nowMs: world.clock.now() } };
      case 'POST /_world/clock':
        return await moved(world, call.json());
      case 'GET /_world/weather':
        return { status: 200, body: world.weather.rules };
      case 'POST /_world/weather':
        world.weather.add(...asRules(call.json()));
        return { status: 200, body: world.weather.rules };
      case 'DELETE /_world/weather':
        world.weather.clear();
        return { status: 204 };
      case 'GET /_world/calls':
        return { status: 200, body: { calls: world.calls.entries, webhooks: world.webhooks } };
      case 'POST /_world/reset':
        reset();
        return { status: 204 };
      default:
        return refused(404, `no control door ${method} ${url.pathname}`);
    }
  } catch (error) {
    return refused(400, error instanceof Error ? error.message : String(error));
  }
}

function refused(status: number, message: string): Reply {
  return { status, body: { error: 'sandbox control', message } };
}

async function moved(world: World, order: unknown): Promise<Reply> {
  const advanceMs = typeof order === 'object' && order !== null && 'advanceMs' in order ? order.advanceMs : undefined;
  if (typeof advanceMs !== 'number' || !(advanceMs >= 0)) return refused(400, 'send {"advanceMs": <milliseconds>}');
  const { clock } = world;
  if (!('advance' in clock) || typeof clock.advance !== 'function') return refused(409, 'this clock is moved by the program that handed it in');
  await (clock.advance as (ms: number) => unknown).call(clock, advanceMs);
  return { status: 200, body: { nowMs: clock.now() } };
}

function asRules(order: unknown): (CallWeather | WebhookWeather)[] {
  return (Array.isArray(order) ? order : [order]).map((rule: unknown) => {
    if (isWeather(rule)) return rule;
    throw new Error('a weather rule is {"door","when","reply"} or {"webhooks"}, with "times", "skip" or "chance"; see sandbox/kit/README.md');
  });
}

function isWeather(rule: unknown): rule is CallWeather | WebhookWeather {
  if (typeof rule !== 'object' || rule === null) return false;
  if ('webhooks' in rule) return webhookFates.some((fate) => fate === rule.webhooks);
  return 'door' in rule && typeof rule.door === 'string' && 'when' in rule && (rule.when === 'before' || rule.when === 'after') && 'reply' in rule && isReply(rule.reply);
}

/** A status outside 200 to 599 cannot be sent, so it is refused when the rule is made and not when it strikes. */
function isReply(reply: unknown): boolean {
  if (typeof reply !== 'object' || reply === null) return ['hang', 'reset', 'drop', 'late'].includes(String(reply));
  return 'status' in reply && typeof reply.status === 'number' && Number.isInteger(reply.status) && reply.status >= 200 && reply.status <= 599;
}
