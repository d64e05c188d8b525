import { describe, expect, it } from '@jest/globals';
import { openLog, realWorld } from './world.ts';

describe('the log', () => {
  const lines: string[] = [];
  const log = openLog('info', { write: (line) => void lines.push(line) });

  it('keeps secrets and what identifies a payee out of its lines, also one level down', () => {
    log.info('called', { authorization: 'Bearer abc', request: { token: 'abc', iban: 'DE02', email: 'a@b' }, reference: 'a0X-01' });
    const line = lines.at(-1) ?? '';
    expect(line).not.toMatch(/abc|DE02|a@b/);
    expect(JSON.parse(line)).toMatchObject({ level: 30, msg: 'called', authorization: '[redacted]', request: { token: '[redacted]' }, reference: 'a0X-01' });
  });

  it('writes nothing below its level', () => {
    const before = lines.length;
    log.debug('quiet');
    expect(lines).toHaveLength(before);
  });
});

describe('the real world', () => {
  it('wakes a sleeper at once when it is told to stop', async () => {
    const stop = new AbortController();
    const slept = realWorld(openLog('silent')).timer.sleep(60_000, stop.signal);
    stop.abort();
    await expect(slept).resolves.toBeUndefined();
  });

  it.each([['in the past', -1, true], ['in 50 days', 50 * 86_400_000, false]])('a timer due %s warns nobody', async (_, ms, fires) => {
    const warnings: string[] = [];
    const note = (warning: Error): void => void warnings.push(warning.name);
    process.on('warning', note);
    let fired = false;
    const cancel = realWorld(openLog('silent')).timer.after(ms, () => (fired = true));
    await new Promise((done) => setTimeout(done, 30));
    cancel();
    process.off('warning', note);
    expect({ fired, warnings }).toEqual({ fired: fires, warnings: [] });
  });
});
