import avro, { type Type } from 'avro-js';
import type { InboundEvent } from '../../domain/events.ts';
import type { Names } from './names.ts';

/** An event as the bus hands it over: Avro bytes and the id of the schema they were written with. */
export interface BusEvent {
  readonly schemaId: string;
  readonly payload: Buffer;
}

/**
 * Reads Work_Requested events. Schemas are kept by id: several are alive after the event was changed.
 * @param fetchSchema asks the bus; its failure is not the event's fault and is thrown on.
 */
export function eventReader(names: Names, fetchSchema: (schemaId: string) => Promise<string>): (event: BusEvent) => Promise<InboundEvent | { readonly unreadable: string }> {
  const schemas = new Map<string, Type>();
  return async ({ schemaId, payload }) => {
    const json = schemas.has(schemaId) ? undefined : await fetchSchema(schemaId);
    try {
      // As an object, because avro-js takes a text that is no JSON for the name of a file.
      const type = schemas.get(schemaId) ?? avro.parse(JSON.parse(json ?? ''));
      schemas.set(schemaId, type);
      return workRequested(type.fromBuffer(payload), names);
    } catch (error) {
      return { unreadable: `An event of schema ${schemaId} could not be read: ${error instanceof Error ? error.message : String(error)}` };
    }
  };
}

function workRequested(event: unknown, { workRequested: n }: Names): InboundEvent {
  const fields = typeof event === 'object' && event !== null ? (event as Readonly<Record<string, unknown>>) : {};
  const ids = [text(fields[n.recordId]), ...(text(fields[n.recordIds]) ?? '').split(',')].map((id) => id?.trim() ?? '').filter((id) => id !== '');
  return { name: 'work.requested', data: { kind: text(fields[n.kind]) ?? '', ids: [...new Set(ids)] } };
}

/** A nullable Avro text arrives wrapped in the name of its branch. */
function text(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value === 'object' && value !== null && 'string' in value && typeof value.string === 'string') return value.string;
  return undefined;
}
