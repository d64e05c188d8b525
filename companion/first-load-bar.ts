import type { Assembly } from './assembly.ts';
import { loadBar } from './domain/first-load.ts';

const drawEveryMs = 500;

/** A terminal, as far as a bar needs one. */
interface Screen {
  readonly columns?: number;
  write(text: string): unknown;
}

/**
 * Draws a bar on the last line of a terminal for each part that is being read, until all are in. Elsewhere the log says the same every tenth part. The line is
 * cleared before each drawing, so that what is logged meanwhile stands above it.
 */
export async function drawFirstLoad({ store, office: { tools } }: Pick<Assembly, 'store' | 'office'>, screen: Screen): Promise<void> {
  for (;;) {
    const parts = await store.firstLoad.parts();
    const open = parts.find(({ state }) => state !== 'done');
    screen.write(`\r\u001b[2K${open ? loadBar(open, tools.now(), screen.columns ?? 80) : ''}`);
    if (!open) return;
    await tools.timer.sleep(drawEveryMs);
  }
}
