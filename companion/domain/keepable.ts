/**
 * A text as every store and every system beside us can keep it: what stands for half a character, or for none, becomes the sign for "unreadable". Never
 * left out, or two different texts could become one. PostgreSQL refuses both, and with them the whole statement: one odd sign in a provider's words
 * would keep the news of every other payment from being written. Pure.
 */
export const keepable = (text: string): string => text.toWellFormed().replaceAll('\u0000', '\ufffd');
