import { afterEach, describe, expect, it } from '@jest/globals';
import { XMLParser } from 'fast-xml-parser';
import { open } from '../../sandbox/ecb/index.ts';
import { latestDay } from '../../sandbox/ecb/latest-day.ts';
import { serve, type Served } from '../../sandbox/kit/serve.ts';
import { openWorld } from '../../sandbox/kit/world.ts';

const path = '/stats/eurofxref/eurofxref-daily.xml';
let served: Served;
afterEach(() => served.close());

async function start(day?: string) {
  const world = openWorld({ seed: 1 });
  const ecb = open({ world, ...(day ? { day } : {}) });
  served = await serve(ecb.standIn, world);
  return { ecb, world };
}
const text = async (): Promise<string> => (await fetch(served.url + path)).text();

describe("the stand-in of the bank's file", () => {
  it('serves XML a general parser reads: one day, each currency once, attributes in single quotes', async () => {
    await start('2026-11-20');
    const file = await text();
    expect(file).toContain("\t\t<Cube time='2026-11-20'>\n\t\t\t<Cube currency='USD' rate='1.0920'/>");
    const read = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: '', parseAttributeValue: false }).parse(file) as { 'gesmes:Envelope': { Cube: { Cube: { time: string; Cube: { currency: string }[] } } } };
    const { time, Cube } = read['gesmes:Envelope'].Cube.Cube;
    expect([time, new Set(Cube.map(({ currency }) => currency)).size]).toEqual(['2026-11-20', Cube.length]);
    expect(Cube.length).toBeGreaterThan(25);
  });

  it('publishes what it is told, by hand and over HTTP, and begins anew when reset', async () => {
    const { ecb } = await start('2026-11-19');
    ecb.publish({ USD: '1.3' }, '2026-11-20');
    expect(await text()).toMatch(/time='2026-11-20'[\s\S]*currency='USD' rate='1.3'/);
    const told = (body: unknown) => fetch(`${served.url}/_ecb/publish`, { method: 'POST', body: JSON.stringify(body) });
    expect([(await told({ rates: { GBP: '0.9' }, day: '2026-11-23' })).status, (await told({ rates: { GBP: 0.9 } })).status]).toEqual([200, 400]);
    expect(await text()).toMatch(/time='2026-11-23'[\s\S]*rate='0.9'/);
    served.reset();
    expect(await text()).toContain("time='2026-11-19'");
  });

  it('has weather like every stand-in, and can say what a proxy says', async () => {
    const { ecb, world } = await start();
    world.weather.add({ standIn: 'ecb', door: `GET ${path}`, when: 'before', reply: { status: 503, body: '' } });
    expect((await fetch(served.url + path)).status).toBe(503);
    ecb.serveInstead('<html></html>');
    expect(await text()).toBe('<html></html>');
  });

  it('names the last weekday after four, and the one before it until then', async () => {
    await start();
    expect(['2026-11-20T14:00:00Z', '2026-11-20T15:30:00Z', '2026-11-22T12:00:00Z', '2026-11-23T09:00:00Z'].map((at) => latestDay(Date.parse(at)))).toEqual(['2026-11-19', '2026-11-20', '2026-11-20', '2026-11-20']);
  });
});
