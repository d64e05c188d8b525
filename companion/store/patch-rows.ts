import type { Database } from './database.ts';
import { jsonOf } from './values.ts';

const snake = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/**
 * Changes named columns of many rows in one statement; columns a patch does not name keep their value, null clears one.
 * `columns` are the camel-case names that may change at all, so that a fingerprint column can never be written by mistake.
 */
export async function patchRows(
  db: Database,
  table: { readonly name: string; readonly key: string; readonly columns: readonly string[] },
  patches: readonly (readonly [key: string, patch: Readonly<Record<string, unknown>>])[],
): Promise<void> {
  if (!patches.length) return;
  const list = table.columns.map(snake);
  const rows = patches.map(([key, patch]) => {
    const unknown = Object.keys(patch).find((name) => !table.columns.includes(name));
    if (unknown) throw new Error(`Store: column ${unknown} of ${table.name} may not be changed. Add it to the table's mutable columns if it really may.`);
    return { key, patch: Object.fromEntries(Object.entries(patch).map(([name, value]) => [snake(name), value ?? null])) };
  });
  await db.query(
    `update ${table.name} t set (${list.join(', ')}) = (select ${list.map((column) => `r.${column}`).join(', ')} from jsonb_populate_record(t, x.patch) r)
     from jsonb_to_recordset($1::jsonb) as x(key text, patch jsonb) where t.${table.key} = x.key`,
    [jsonOf(rows)],
  );
}
