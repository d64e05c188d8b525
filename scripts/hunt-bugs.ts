import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import { allBugs } from './simulate/all-bugs.ts';
import { hunt, medianOf, type Hunted } from './simulate/bug-hunt.ts';
import { codeOf } from './proof/proof.ts';
import { openStage } from './simulate/stage.ts';

const usage = `Usage: npm run hunt-bugs [-- --times 3] [--most 120] [--payouts 6] [--bug "part of a name"] [--out docs/proof/bugs.json]
Plants one mistake after the other into a companion and counts how many seeds the simulator takes to notice it, from several first seeds each. The median is what counts.
Goes on where it was while the code is the same. Exit code 1 when one was not found.`;

const { values } = parseArgs({ options: { times: { type: 'string', default: '3' }, most: { type: 'string', default: '120' }, payouts: { type: 'string', default: '6' }, bug: { type: 'string' }, out: { type: 'string', default: 'docs/proof/bugs.json' }, help: { type: 'boolean' } } });
const [times, most, payouts] = [values.times, values.most, values.payouts].map(Number) as [number, number, number];

interface Kept {
  readonly code: string;
  readonly command: string;
  readonly hunts: Hunted[];
}

if (values.help || ![times, most, payouts].every((each) => each > 0)) {
  console.log(usage);
  process.exitCode = values.help ? 0 : 2;
} else {
  const { code, rules } = codeOf();
  const before = existsSync(values.out) ? (JSON.parse(readFileSync(values.out, 'utf8')) as Kept) : undefined;
  const command = `npm run hunt-bugs -- --times ${times} --most ${most} --payouts ${payouts}`;
  const kept: Kept = before?.code === `${code} ${rules}` && before.command === command ? before : { code: `${code} ${rules}`, command, hunts: [] };
  const stage = await openStage();
  for (const bug of allBugs.filter(({ name }) => name.includes(values.bug ?? '') && !kept.hunts.some((hunted) => hunted.bug === name))) {
    const hunted = await hunt(stage, bug, { times, most, payouts });
    kept.hunts.push(hunted);
    mkdirSync(dirname(values.out), { recursive: true });
    writeFileSync(values.out, `${JSON.stringify(kept, undefined, 1)}\n`);
    console.log(`${String(medianOf(hunted.took) ?? 'none').padStart(5)}  ${bug.name}  (${hunted.took.map((seeds) => seeds ?? `> ${most}`).join(', ')}; ${hunted.found ? `seed ${hunted.found.seed}, ${hunted.found.rule}` : 'not found'})`);
  }
  await stage.close();
  const lost = kept.hunts.filter(({ took }) => medianOf(took) === null);
  console.log(`${kept.hunts.length - lost.length} of ${kept.hunts.length} planted bugs were found.`);
  process.exitCode = lost.length ? 1 : 0;
}
