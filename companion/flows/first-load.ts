import { flow } from '../engine/flow.ts';

/**
 * What was there before this store: payments that ended lately, and recipients. 1 counted (by recovery, one call; few payments are read at once) · 2 export
 * ordered · 3 export looked at until it is ready · 4 pages taken in, each together with how far it got · 5 findings reported · 6 export deleted, and what
 * waited for it goes on.
 *
 * Calls, all to the books, once in the life of a store: 1 to count, and for each part 1 to order, 1 to delete, one for every 2,500 rows, and looks: about ten
 * in the first minute, then one a minute. 50,000 payments and 50,000 recipients: 45 and the looks. A part of at most QUITTANCE_BULK_ABOVE rows (5,000) needs no
 * export: one call for every 2,000 rows. An export that failed or is gone is ordered anew; rows taken in already are recognised. Until the payments are in,
 * nothing is sent and nothing a person asked for is carried out.
 */
export const firstLoad = flow({
  name: 'first-load',
  roles: { history: 'history' },
  legs: {
    'timer.load': async ({ step, desk: { firstLoad: load }, history }, events) => {
      for (const { key } of events) {
        const row = await load.part(key);
        if (!row || row.state === 'done') continue;
        if (row.state === 'waiting' && !load.isSmall(row)) await step('2 order the export', () => load.order(history, row), (told) => told);
        else if (row.state === 'preparing') await step('3 look whether it is ready', () => load.look(history, row), (told) => told);
        else if (row.state !== 'read') await step('4 take in page by page', () => load.read(history, row), (told) => told);
        const after = await load.part(key);
        if (after?.state === 'read') {
          await step('5 report what was noticed', () => load.report(after), (told) => told);
          await step('6 let go on what waited', () => load.finish(history, after), (told) => told);
        }
        await load.goOn(key);
      }
    },
  },
});
