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
});
