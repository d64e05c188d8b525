/** What a round of fuzzing came to. */
export interface Round {
  readonly target: string;
  readonly seed: number;
  readonly inputs: number;
  /** How often each answer was given. */
  readonly answers: Readonly<Record<string, number>>;
  /** How many inputs broke a rule, and the first of them in words. */
  readonly broken: number;
  readonly firstBroken: readonly string[];
  /** How much more memory the process held at the end than after a tenth of the inputs, in megabytes. */
  readonly grewMb: number;
  readonly seconds: number;
}

/** What a target is asked to do. */
export interface Wish {
  readonly seed: number;
  readonly inputs: number;
  /** Called now and then with how many inputs are done. */
  readonly progress?: (done: number) => void;
}

const shownAtMost = 10;
const megabyte = 1_048_576;
/** Held for good by a process that leaks nothing: buffers of sockets, compiled code. Above this the round has failed. */
const mayGrowMb = 250;

/** Counts answers, and what must not have happened. */
export function openTally(target: string, { seed, inputs, progress }: Wish) {
  const answers: Record<string, number> = {};
  const firstBroken: string[] = [];
  const startedAt = performance.now();
  let [broken, done, heldAtFirst] = [0, 0, 0];
  const breach = (what: string): void => {
    broken += 1;
    if (firstBroken.length < shownAtMost) firstBroken.push(what.slice(0, 600));
  };
  return {
    breach,
    answered(answer: string): void {
      answers[answer] = (answers[answer] ?? 0) + 1;
      done += 1;
      if (done % 500 === 0) progress?.(done);
      if (done === Math.ceil(inputs / 10)) heldAtFirst = process.memoryUsage().rss;
    },
    end(): Round {
      const grewMb = Math.max(0, Math.round((process.memoryUsage().rss - heldAtFirst) / megabyte));
      if (grewMb > mayGrowMb) breach(`the process holds ${grewMb} MB more than after a tenth of the inputs`);
      progress?.(done);
      return { target, seed, inputs: done, answers: Object.fromEntries(Object.entries(answers).sort()), broken, firstBroken, grewMb, seconds: Math.round((performance.now() - startedAt) / 100) / 10 };
    },
  };
}
export type Tally = ReturnType<typeof openTally>;
