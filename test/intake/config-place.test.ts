import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from '@jest/globals';

const root = fileURLToPath(new URL('../..', import.meta.url));

describe('the folder config/', () => {
  it('is found where the program lies in a folder with a blank, a percent sign or a letter of another language', async () => {
    const place = join(mkdtempSync(join(tmpdir(), 'quittance-')), 'Zahlläufe 50% neu');
    mkdirSync(place);
    for (const part of ['companion/config.ts', 'companion/domain/problem.ts', 'config', 'package.json']) cpSync(join(root, part), join(place, part), { recursive: true });
    symlinkSync(join(root, 'node_modules'), join(place, 'node_modules'));
    const script = `import { readConfig } from ${JSON.stringify(pathToFileURL(join(place, 'companion/config.ts')).href)}; console.log(readConfig({ QUITTANCE_ENVIRONMENT: 'sandbox' }).pairs[0].flow);`;
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script]);
    expect(stdout.trim()).toBe('mass-payout');
    rmSync(place, { recursive: true });
  });
});
