import { describe, expect, it } from '@jest/globals';
import { oneAtATime } from './one-at-a-time.ts';

/** Work that ends when the test says so; `log` tells what began and ended. */
function workshop() {
  const alone = oneAtATime();
  const log: string[] = [];
  const start = (name: string) => {
    const end = Promise.withResolvers<string>();
    const work = async (): Promise<string> => {
      log.push(`${name} begins`);
      return end.promise.finally(() => log.push(`${name} ends`));
    };
    return { result: alone(work), end: () => end.resolve(`what ${name} came to`), fail: () => end.reject(new Error(`${name} failed`)) };
  };
  return { log, start };
}
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('what takes turns', () => {
  it('begins in the order it came, each when the one before has ended, and hears what it came to', async () => {
    const { log, start } = workshop();
    const [first, second, third] = [start('first'), start('second'), start('third')];
    third.end();
    second.end();
    await settled();
    expect(log).toEqual(['first begins']);
    first.end();
    expect(await Promise.all([first.result, second.result, third.result])).toEqual(['what first came to', 'what second came to', 'what third came to']);
    expect(log).toEqual(['first begins', 'first ends', 'second begins', 'second ends', 'third begins', 'third ends']);
  });

  it('fails for whoever asked for it only: the next goes on', async () => {
    const { log, start } = workshop();
    const [first, second] = [start('first'), start('second')];
    first.fail();
    second.end();
    await expect(first.result).rejects.toThrow('first failed');
    expect(await second.result).toBe('what second came to');
    const third = start('third');
    third.end();
    expect(await third.result).toBe('what third came to');
    expect(log).toEqual(['first begins', 'first ends', 'second begins', 'second ends', 'third begins', 'third ends']);
  });

  it('fails also where it does before it was under way, and the next goes on', async () => {
    const alone = oneAtATime();
    const thrown = alone(() => {
      throw new Error('at once');
    });
    await expect(thrown).rejects.toThrow('at once');
    expect(await alone(() => Promise.resolve(7))).toBe(7);
  });

  it('does not wait for another queue', async () => {
    const [one, other] = [workshop(), workshop()];
    one.start('slow');
    const quick = other.start('quick');
    quick.end();
    expect(await quick.result).toBe('what quick came to');
    expect(one.log).toEqual(['slow begins']);
  });
});
