import type { Tools } from '../connectors/connector.ts';
import type { Issues } from '../store/issues.ts';

/**
 * Counts rejected webhooks per sender in memory and tells the store at most once in a while: a flood of forgeries costs no disk write each, and
 * becomes one issue with a counter.
 */
export function openForgeryCount(issues: Pick<Issues, 'raise'>, tools: Tools, everyMs: number) {
  const waiting = new Map<string, { count: number; why: string }>();
  const flush = async (source: string): Promise<void> => {
    const entry = waiting.get(source);
    waiting.delete(source);
    if (!entry) return;
    await issues
      .raise({ kind: 'forged webhook', source, severity: 'Critical', by: entry.count, summary: `Webhooks for ${source} failed verification`, detail: `${entry.why} Nothing was kept. If it is not an attack, compare the webhook secret on both sides.` })
      .catch((error: unknown) => tools.log.error('Intake: the alert about forged webhooks could not be stored. It is counted again with the next one.', { error: String(error) }));
  };
  return {
    count(source: string, why: string): void {
      const entry = waiting.get(source);
      if (entry) return void entry.count++;
      waiting.set(source, { count: 1, why });
      tools.timer.after(everyMs, () => void flush(source));
    },
    async close(): Promise<void> {
      await Promise.all([...waiting.keys()].map(flush));
    },
  };
}
