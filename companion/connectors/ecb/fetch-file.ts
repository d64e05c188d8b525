import type { Tools } from '../connector.ts';
import { Problem } from '../../domain/problem.ts';
import type { Settings } from './settings.ts';

/** The real file has some two thousand characters. */
const longest = 200_000;

/** The file's text, by one call that is given up at its deadline. Redirects are not followed: the address is a setting. @throws Problem `busy`, `unreachable` */
export async function fetchFile({ URL: url, CALL_TIMEOUT_SECONDS }: Settings, tools: Tools): Promise<string> {
  const giveUp = new AbortController();
  const late = new Promise<never>((_, reject) => giveUp.signal.addEventListener('abort', () => reject(new Error('no answer before the deadline'))));
  late.catch(() => undefined);
  const disarm = tools.timer.after(CALL_TIMEOUT_SECONDS * 1000, () => giveUp.abort());
  const whole = async (): Promise<string> => {
    const response = await tools.fetch(url, { headers: { accept: 'application/xml, text/xml' }, redirect: 'manual', signal: giveUp.signal });
    const text = await response.text();
    if (response.status === 429 || response.status === 503) throw new Problem('busy', `European Central Bank: asked to slow down (HTTP ${response.status}). The daily file is read later.`, { code: String(response.status), ...waitOf(response.headers.get('retry-after')) });
    if (response.status !== 200 || text.length > longest) throw new Problem('unreachable', `European Central Bank: the daily file was not served (HTTP ${response.status}, ${text.length} characters). It is read later; check ECB_URL when this goes on.`, { code: String(response.status) });
    return text;
  };
  try {
    return await Promise.race([whole(), late]);
  } catch (error) {
    if (error instanceof Problem) throw error;
    throw new Problem('unreachable', `European Central Bank: ${new URL(url).host} gave no complete answer. The daily file is read later; check the network when this goes on.`, { cause: error });
  } finally {
    disarm();
  }
}

const waitOf = (header: string | null): { readonly retryAfterMs?: number } => (header !== null && /^\d{1,6}$/.test(header.trim()) ? { retryAfterMs: Number(header) * 1000 } : {});
