import { parseArgs } from 'node:util';
import { allBugs as bugs } from './simulate/all-bugs.ts';
import { openStage } from './simulate/stage.ts';
import { simulate } from './simulate/simulation.ts';
import { accountOf, isGoodEnough } from './simulate/rehearsal-account.ts';
import { placeNamed } from './simulate/life.ts';
import type { Compared } from './simulate/simulation-state.ts';
import { storyOf, summaryOf } from './simulate/story.ts';

const usage = `Usage: npm run simulate -- --seed 1 [--seeds 20] [--payouts 6] [--days 3] [--bug "part of a planted bug's name"] [--end-at "commit: after ..."] [--lines] [--rehearse]
Runs the real companion against both stand-ins on simulated time. Prints one line per seed, and the story of every payment that went wrong.
--end-at ends a process at this place, named as npm run prove names it; more than once for several.
--days is how long the simulation lasts; all weather is in the first.
--rehearse rehearses every wave before its approval, compares each verdict with what then happened, and ends with how many were right.`;

const { values } = parseArgs({ options: { seed: { type: 'string', default: '1' }, seeds: { type: 'string', default: '1' }, payouts: { type: 'string', default: '6' }, days: { type: 'string' }, bug: { type: 'string' }, 'end-at': { type: 'string', multiple: true, default: [] }, lines: { type: 'boolean' }, rehearse: { type: 'boolean' }, help: { type: 'boolean' } } });
const [from, count, payouts] = [Number(values.seed), Number(values.seeds), Number(values.payouts)];
const bug = bugs.find(({ name }) => values.bug !== undefined && name.includes(values.bug));
const endAt = values['end-at'].map(placeNamed);

if (values.help || ![from, count, payouts].every(Number.isSafeInteger) || (values.bug !== undefined && !bug)) {
  console.log(`${usage}\nPlanted bugs:\n${bugs.map(({ name }) => `  ${name}`).join('\n')}`);
  process.exitCode = values.help ? 0 : 2;
} else {
  const stage = await openStage();
  let violations = 0;
  const rehearsed: Compared[] = [];
  for (let seed = from; seed < from + count; seed++) {
    const outcome = await simulate(stage, seed, { payouts, ...(values.days === undefined ? {} : { days: Number(values.days) }), ...(bug ? { bug } : {}), rehearse: values.rehearse === true, endAt });
    rehearsed.push(...outcome.rehearsed);
    violations += outcome.violations.length;
    console.log(summaryOf(outcome));
    for (const { name, foresight, became } of outcome.rehearsed.filter(({ isRight, changed }) => !isRight && changed === undefined)) console.log(`  ✗ rehearsed ${name}: foreseen ${foresight}, became ${became}`);
    if (values.lines) console.log(outcome.lines.join('\n'));
    if (outcome.violations.length) console.log(storyOf(outcome, payouts, endAt));
  }
  await stage.close();
  if (values.rehearse) console.log(accountOf(rehearsed));
  process.exitCode = violations || (values.rehearse && !isGoodEnough(rehearsed)) ? 1 : 0;
}
