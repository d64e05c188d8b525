import { describe, expect, it } from '@jest/globals';
import { seededRandom } from './random.ts';
import { weatherBoard } from './weather.ts';

const url = new URL('http://x/v4/things/7');
const door = 'GET /v4/things/:id';
const board = (): ReturnType<typeof weatherBoard> => weatherBoard(seededRandom(1));

describe('the weather board', () => {
  it('strikes as often as it is told, after what it is told to skip', () => {
    const weather = board();
    weather.add({ door, skip: 1, times: 2, when: 'before', reply: 'hang' });
    const struck = [1, 2, 3, 4].map(() => weather.forCall('x', door, 'GET', url)?.reply);
    expect(struck).toEqual([undefined, 'hang', 'hang', undefined]);
  });

  it('knows a door by its own text, by a pattern that fits the path, and by the star', () => {
    for (const named of [door, 'GET /v4/things/7', 'GET /v4/*', '* /v4/things/:other', '*']) {
      const weather = board();
      weather.add({ door: named, when: 'before', reply: 'drop' });
      expect([named, weather.forCall('x', door, 'GET', url)?.reply]).toEqual([named, 'drop']);
    }
    const other = board();
    other.add({ door: 'GET /v4/things/8', when: 'before', reply: 'drop' }, { door: 'POST /v4/things/7', when: 'before', reply: 'drop' });
    expect(other.forCall('x', door, 'GET', url)).toBeUndefined();
  });

  it('spares the other stand-ins when a rule names one', () => {
    const weather = board();
    weather.add({ door: '*', standIn: 'y', when: 'before', reply: 'drop' });
    expect(weather.forCall('x', door, 'GET', url)).toBeUndefined();
    expect(weather.forCall('y', door, 'GET', url)).toBeDefined();
  });

  it('strikes by chance about as often as the chance says, the same for the same seed', () => {
    const run = (): number => {
      const weather = board();
      weather.add({ door: '*', chance: 0.25, when: 'after', reply: { status: 503 } });
      return Array.from({ length: 1_000 }, () => weather.forCall('x', door, 'GET', url)).filter(Boolean).length;
    };
    expect(run()).toBe(run());
    expect(run()).toBeGreaterThan(200);
    expect(run()).toBeLessThan(300);
  });

  it('keeps weather for webhooks apart, by event', () => {
    const weather = board();
    weather.add({ webhooks: 'lost', event: 'paid' });
    expect(weather.forCall('x', door, 'GET', url)).toBeUndefined();
    expect(weather.forWebhook('cancelled')).toBeUndefined();
    expect(weather.forWebhook('paid')?.webhooks).toBe('lost');
    expect(weather.forWebhook('paid')).toBeUndefined();
  });
});
