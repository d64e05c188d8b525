/** What `npm run mutants` can be asked for: which files are changed, and the folders whose tests may notice. */
export const parts = {
  domain: { mutate: ['companion/domain/*.ts'], tests: ['companion/domain'] },
  flow: { mutate: ['companion/flows/mass-payout.ts'], tests: ['companion/flows'] },
  engine: {
    mutate: [
      'judge', 'judge-cancelled', 'decide', 'outcome', 'fates', 'settle-batches', 'settle-issues', 'seal', 'backoff', 'bundle', 'still-payable', 'funds',
      'hear', 'among-others', 'hints', 'import-claims', 'check-payees', 'reserve', 'once', 'resend', 'drifts', 'put-right', 'spent',
    ].map((name) => `companion/engine/${name}.ts`),
    tests: ['companion/engine'],
  },
  store: { mutate: ['companion/store/*.ts'], tests: ['companion/store', 'test/store'] },
};
