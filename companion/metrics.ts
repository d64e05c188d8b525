import { collectDefaultMetrics, Counter, Gauge, Registry } from 'prom-client';
import type { Assembly } from './assembly.ts';

/** What /metrics tells: what the door heard, and what waits. No label carries a reference, a payee or an amount. */
export function openMetrics({ store, connections = [] }: Pick<Assembly, 'store'> & Partial<Pick<Assembly, 'connections'>>) {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const webhooks = new Counter({ name: 'quittance_webhooks_total', help: 'Webhooks by what became of them.', labelNames: ['outcome'], registers: [registry] });
  const gauge = (name: string, help: string): Gauge => new Gauge({ name, help, registers: [registry] });
  const backlog = gauge('quittance_backlog', 'Letters and write-backs that wait.');
  const dead = gauge('quittance_dead_letters', 'Letters nobody could process.');
  const unknown = gauge('quittance_unknown_outcomes', 'Attempts whose outcome is being asked.');
  const issues = gauge('quittance_open_issues', 'Issues a person must look at.');
  const off = new Gauge({ name: 'quittance_source_off', help: 'Sources that are switched off: 1, with the reason. They cost no call.', labelNames: ['connection', 'why'], registers: [registry] });
  for (const { id, connection } of connections) if (connection.rates?.off !== undefined) off.set({ connection: id, why: connection.rates.off }, 1);
  return {
    heard: (outcome: string): void => webhooks.inc({ outcome }),
    async read(): Promise<{ type: string; text: string }> {
      const [letters, counted] = [await store.inbox.counts(), await store.health.counts()];
      backlog.set(letters.waiting + counted.unwritten);
      dead.set(letters.dead);
      unknown.set(counted.unknownOutcomes);
      issues.set(counted.openIssues);
      return { type: registry.contentType, text: await registry.metrics() };
    },
  };
}
