import express, { type Express, type Request, type Response } from 'express';
import { z } from 'zod';
import type { PreviewParts } from './parts.ts';
import { weatherHands, type WeatherHands } from './weather-hands.ts';
import { type WeatherSwitch, weatherSwitches } from './weather-switches.ts';

const order = z.union([
  z.strictObject({ switch: z.string(), on: z.boolean() }),
  z.strictObject({ payee: z.string(), standing: z.string() }),
  z.strictObject({ program: z.string(), act: z.enum(['empty', 'top up']) }),
  z.strictObject({ sendBack: z.string() }),
  z.strictObject({ clear: z.literal(true) }),
]);
type Order = z.infer<typeof order>;

/**
 * The doors of whoever makes the weather outside: `GET /preview/weather` tells every switch with its state, the payees, the programs and the payouts
 * that can come back; `POST /preview/weather` takes one order as JSON ({ switch, on }, { payee, standing }, { program, act }, { sendBack } or { clear: true })
 * and answers the same. What can't be done is a 400 with { message }.
 */
export function weatherDoors(app: Express, { outside }: PreviewParts): void {
  const switches = weatherSwitches(outside);
  const hands = weatherHands(outside);
  const tell = (response: Response): void => void response.set('Cache-Control', 'no-store').json({ calm: switches.every((each) => !each.isOn()) && !hands.changed, groups: grouped(switches), ...hands.view() });
  app.get('/preview/weather', (_request, response) => tell(response));
  app.post('/preview/weather', express.json({ limit: '10kb' }), async (request: Request, response: Response) => {
    // A page of another site can send a form without being asked, but no JSON.
    if (!request.is('application/json')) return void response.status(415).json({ message: 'Weather: send JSON.' });
    const read = order.safeParse(request.body);
    if (!read.success) return void response.status(400).json({ message: 'Weather: that order is not known. GET /preview/weather lists what can be changed.' });
    try {
      await obey(read.data, switches, hands);
    } catch (error) {
      return void response.status(400).json({ message: error instanceof Error ? error.message : String(error) });
    }
    tell(response);
  });
}

async function obey(wish: Order, switches: readonly WeatherSwitch[], hands: WeatherHands): Promise<void> {
  if ('clear' in wish) {
    for (const each of switches) if (each.isOn()) await each.turn(false);
    return hands.calm();
  }
  if ('payee' in wish) return hands.standing(wish.payee, wish.standing);
  if ('program' in wish) return wish.act === 'empty' ? hands.empty(wish.program) : hands.topUp(wish.program);
  if ('sendBack' in wish) return hands.sendBack(wish.sendBack);
  const found = switches.find(({ id }) => id === wish.switch);
  if (!found) throw new Error(`Weather: there is no switch ${wish.switch}. GET /preview/weather lists them.`);
  await found.turn(wish.on);
}

function grouped(switches: readonly WeatherSwitch[]) {
  return [...new Set(switches.map(({ group }) => group))].map((label) => ({
    label, switches: switches.filter(({ group }) => group === label).map(({ id, label: name, happens, expect, isOn }) => ({ id, label: name, happens, expect, on: isOn() })),
  }));
}
