import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { bugsSection } from './proof/bugs-section.ts';
import { campaignsSection } from './proof/campaigns-section.ts';
import { fuzzSection } from './proof/fuzz-section.ts';
import { mutantsSection } from './proof/mutants-section.ts';
import { simulationSection } from './proof/simulation-section.ts';

const intro = `# Can this pay anyone twice, or lose one?

What follows was written by \`npm run proof-page\` from the files in [proof/](proof), each of which was written by the command named with it. No number on this page was typed.

**Every figure was measured against our own stand-ins.** It shows that the companion keeps to the protocol under the weather we could think of, and agrees with our reading of the
provider's documents. It does not show that Payoneer or a real org behave as those documents say: [unproven.md](unproven.md) lists what nobody has seen yet.`;

/** What a command has shown, when it was run. */
const read = (name: string): unknown => {
  const file = new URL(`../docs/proof/${name}.json`, import.meta.url);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as unknown) : undefined;
};

const sections = [simulationSection, bugsSection, campaignsSection, fuzzSection, mutantsSection];
writeFileSync(new URL('../docs/proof.md', import.meta.url), `${[intro, ...sections.flatMap((section) => section(read) ?? [])].join('\n\n')}\n`);
