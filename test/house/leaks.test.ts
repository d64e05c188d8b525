import { describe, expect, it } from '@jest/globals';
import { textOf, trackedFiles } from './tracked-files.ts';

const text = trackedFiles.filter((file) => !/\.(png|jpe?g|gif|ico|gz|zip|pdf|woff2?)$/.test(file));
const linesWith = (what: RegExp, files: readonly string[] = text): readonly string[] =>
  files.flatMap((file) => textOf(file).split('\n').flatMap((line, at) => (what.test(line) ? [`${file}:${at + 1}: ${line.trim().slice(0, 120)}`] : [])));

describe('what is published', () => {
  it('names no package registry, so that the lock works behind every mirror', () => {
    expect(linesWith(/"resolved":\s*"https?:|https?:\/\/[^\s"'/]*(registry|artifactory|nexus|verdaccio|npmjs)|^\s*(@[\w-]+:)?registry\s*=|:_auth(Token)?\s*=/i)).toEqual([]);
  });

  it('names no path of the machine it was written on', () => {
    expect(linesWith(/(?<![\w.\-/}*`])\/(work|root|Users|home\/[a-z])\//, text.filter((file) => file !== 'test/house/leaks.test.ts'))).toEqual([]);
  });

  it('holds no secret', () => {
    const keyBlock = /-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----\s*[A-Za-z0-9+/=\s]{60,}/;
    expect(text.filter((file) => keyBlock.test(textOf(file)))).toEqual([]);
    expect(linesWith(/\b(?:[sr]k_live_[A-Za-z0-9]{10,}|whsec_[A-Za-z0-9]{24,}|AKIA[0-9A-Z]{16}|gh[pousr]_[A-Za-z0-9]{30,}|npm_[A-Za-z0-9]{36}|xox[abp]-[A-Za-z0-9-]{20,}|00D[A-Za-z0-9]{12,15}![A-Za-z0-9._]{40,}|shpat_[a-f0-9]{32})/)).toEqual([]);
    expect(trackedFiles.filter((file) => /(^|\/)\.env$|\.(pem|key|p12|pfx|jks)$/.test(file))).toEqual([]);
  });
});
