import { expect, it } from '@jest/globals';
import { openHandedOut } from './handed-out.ts';

it('counts how often each reference was handed out, without those that did not leave', () => {
  const handedOut = openHandedOut();
  handedOut.add(['a', 'b']);
  handedOut.add(['a']);
  handedOut.takeBack(['b', 'c']);
  expect(['a', 'b', 'c', 'd'].map((reference) => handedOut.times(reference))).toEqual([2, 0, 0, 0]);
});

it('forgets what was handed out longest ago when it is full', () => {
  const handedOut = openHandedOut(2);
  handedOut.add(['a', 'b']);
  handedOut.add(['a']);
  expect(['a', 'b'].map((reference) => handedOut.times(reference))).toEqual([2, 1]);
  handedOut.add(['c']);
  expect(['a', 'b', 'c'].map((reference) => handedOut.times(reference))).toEqual([2, 0, 1]);
});
