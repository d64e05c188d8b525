/** Letters without accents, in one case, words apart by one blank: how two spellings of one name are told to be one. */
export const plainWords = (text: string): string =>
  text.normalize('NFKD').replace(/\p{M}/gu, '').replaceAll('ß', 'ss').replaceAll(/[øØ]/g, 'o').replaceAll(/[łŁ]/g, 'l').replaceAll(/[æÆ]/g, 'ae').toLowerCase().replaceAll('&', ' and ').replace(/[^\p{L}\p{N}]+/gu, ' ').trim();

/** `1 request`, `2 requests`: a number with what it counts, whose plural takes an s. */
export const counted = (count: number, one: string): string => `${count} ${one}${count === 1 ? '' : 's'}`;
