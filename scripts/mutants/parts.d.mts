/** The types of parts.mjs, which the mutation tester reads as JavaScript. */
export const parts: Readonly<Record<string, { readonly mutate: readonly string[]; readonly tests: readonly string[] }>>;
