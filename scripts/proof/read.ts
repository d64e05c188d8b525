/** What a command left in docs/proof under this name; undefined when it was not run. */
export type Read = (name: string) => unknown;
