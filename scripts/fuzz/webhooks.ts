import type { RawRequest } from '../../companion/connectors/connector.ts';
import { Problem } from '../../companion/domain/problem.ts';
import { receive } from '../../companion/intake/receive.ts';
import { openChance } from '../simulate/chance.ts';
import { openDoorUnderFire, type DoorUnderFire } from './door-under-fire.ts';
import { isSigned, openSender } from './sender.ts';
import { openTally, type Round, type Tally, type Wish } from './tally.ts';
import { madeUp, tampered, type Input } from './webhook-inputs.ts';

const publicUrl = 'https://companion.example';
/** One of so many goes through a socket; the rest enters where the door hands over. */
const overHttpOneIn = 25;

const inWords = ({ method, url, body, headers }: RawRequest): string => JSON.stringify([method, url.slice(0, 150), headers.map(([, value]) => value.slice(0, 100)), Buffer.from(body.subarray(0, 120)).toString('latin1')]);

/** What the connector makes of a letter that was kept: events, or words for a person. Anything else would end the process that reads it. */
function read(tally: Tally, sender: ReturnType<typeof openSender>, { request, event }: Input): string {
  try {
    const told = sender.read(request, event);
    if (!told.every(({ data }) => Object.values(data).every((value) => typeof value !== 'object'))) tally.breach(`read as something nested: ${inWords(request)}`);
    return told.length ? `kept and read as ${told[0]?.name ?? ''}` : 'kept and read as nothing';
  } catch (error) {
    if (!(error instanceof Problem) || error.kind !== 'unmapped') tally.breach(`reading threw ${String(error)}: ${inWords(request)}`);
    return 'kept as a dead letter';
  }
}

async function inProcess(tally: Tally, sender: ReturnType<typeof openSender>, input: Input): Promise<string> {
  try {
    let kept = false;
    const keep = async (): Promise<'kept'> => {
      kept = true;
      return 'kept';
    };
    await receive('payoneer', sender, { keep }, input.event, input.request);
    if (!kept) tally.breach(`accepted and not kept: ${inWords(input.request)}`);
    if (!isSigned(input.request)) tally.breach(`accepted what nobody signed: ${inWords(input.request)}`);
    return read(tally, sender, input);
  } catch (error) {
    if (!(error instanceof Problem) || error.kind !== 'forged') tally.breach(`receiving threw ${String(error)}: ${inWords(input.request)}`);
    if (!input.touched) tally.breach(`refused what was signed: ${inWords(input.request)}`);
    return 'refused as forged';
  }
}

async function overHttp(tally: Tally, door: DoorUnderFire, input: Input): Promise<string> {
  const heard = await door.send(input.request);
  if (heard.keptUnsigned) tally.breach(`kept over HTTP what nobody signed: ${inWords(heard.keptUnsigned)}`);
  if (heard.status === '200' && !heard.kept) tally.breach(`answered 200 and not kept: ${inWords(input.request)}`);
  if (heard.isWhole && !input.touched && heard.status !== '200') tally.breach(`refused with ${heard.status} over HTTP what was signed: ${inWords(input.request)}`);
  if (heard.status === 'hung' && heard.isWhole) tally.breach(`neither answered nor closed: ${inWords(input.request)}`);
  // Whoever promises more bytes than he sends, or ends within a header, gets no answer: there is nobody left to hear it.
  if (!/^[24]\d\d$/.test(heard.status) && (heard.isHttp || (heard.status && heard.status !== 'hung'))) tally.breach(`answered ${heard.status || 'nothing'} over HTTP: ${inWords(input.request)}`);
  return `HTTP ${heard.status || 'no answer'}`;
}

/** Webhooks of every bad form at the real intake: signed ones with anything in them, and signed ones that were changed on their way. */
export async function fuzzWebhooks(wish: Wish): Promise<Round> {
  const tally = openTally('webhooks', wish);
  const chance = openChance(wish.seed, 'webhooks');
  const sender = openSender();
  const door = await openDoorUnderFire(sender, chance);
  for (let nth = 0; nth < wish.inputs; nth++) {
    const http = nth % overHttpOneIn === 0;
    const made = madeUp(chance, http ? door.url : publicUrl, nth);
    const input = chance.happens(0.35) ? tampered(chance, made, nth) : made;
    tally.answered(http ? await overHttp(tally, door, input) : await inProcess(tally, sender, input));
  }
  if (!(await door.alive())) tally.breach('the door no longer answers');
  await door.close();
  return tally.end();
}
