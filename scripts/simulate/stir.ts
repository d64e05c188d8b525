/** Whether anything still moves: statements and calls report here, so that the simulation knows when only time can bring something new. */
export interface Stir {
  /** Work that is under way and does not wait for the clock. */
  busy: number;
  /** Grows with everything that happens. */
  count: number;
}

export const openStir = (): Stir => ({ busy: 0, count: 0 });

/** Runs `work` as something that does not wait for the clock. */
export async function stirring<T>(stir: Stir, work: () => Promise<T>): Promise<T> {
  stir.busy += 1;
  stir.count += 1;
  try {
    return await work();
  } finally {
    stir.busy -= 1;
    stir.count += 1;
  }
}

/** How many rounds of the event loop without news count as rest: streams and promises of one call need fewer. */
const restRounds = 8;

/** Resolves when everything that can go on without the clock has gone on. */
export async function atRest(stir: Stir): Promise<void> {
  let seen = -1;
  for (let quiet = 0; quiet < restRounds; ) {
    await new Promise((resolve) => setImmediate(resolve));
    quiet = stir.busy > 0 || stir.count !== seen ? 0 : quiet + 1;
    seen = stir.count;
  }
}
