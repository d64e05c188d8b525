import { createHash } from 'node:crypto';
import { momentMs, moment } from './moments.ts';
import { apiName } from './names.ts';
import type { FieldSchema, FieldValue, ObjectSchema, Org, Row } from './org.ts';

type AvroType = 'string' | 'double' | 'long' | 'boolean';

interface AvroField {
  readonly name: string;
  /** Local name in rows. */
  readonly source: string;
  readonly type: AvroType;
  readonly nullable: boolean;
  readonly doc: string;
}

/** An event type's Avro schema as the bus serves it, with its codec. */
export interface EventSchema {
  readonly id: string;
  readonly json: string;
  encode(row: Row): Buffer;
  /** Throws a RangeError for bytes that are no such record. */
  decode(bytes: Uint8Array): Row;
}

/** Dates travel as milliseconds, as date/times do (U-112). */
function avroType(field: FieldSchema): AvroType {
  if (field.type === 'Checkbox') return 'boolean';
  if (field.type === 'Number' || field.type === 'Currency' || field.type === 'Percent') return 'double';
  return field.type === 'Date' || field.type === 'DateTime' ? 'long' : 'string';
}

function avroFields(org: Org, event: ObjectSchema): AvroField[] {
  const own = [...event.fields.values()].filter((field) => field.custom);
  return [
    { name: 'CreatedDate', source: 'CreatedDate', type: 'long', nullable: false, doc: 'CreatedDate:DateTime' },
    { name: 'CreatedById', source: 'CreatedById', type: 'string', nullable: false, doc: 'CreatedBy:EntityId' },
    ...own.map((field): AvroField => ({ name: apiName(org.namespace, field), source: field.name, type: avroType(field), nullable: true, doc: `Data:${field.type}` })),
  ];
}

function varint(value: bigint): Buffer {
  let zigzag = BigInt.asUintN(64, (value << 1n) ^ (value >> 63n));
  const bytes: number[] = [];
  for (; zigzag > 0x7fn; zigzag >>= 7n) bytes.push(Number(zigzag & 0x7fn) | 0x80);
  bytes.push(Number(zigzag));
  return Buffer.from(bytes);
}

function encodeValue(type: AvroType, value: FieldValue): Buffer {
  if (type === 'boolean') return Buffer.from([value === true ? 1 : 0]);
  if (type === 'long') return varint(BigInt(momentMs(String(value)) ?? Date.parse(String(value))));
  if (type === 'double') {
    const bytes = Buffer.alloc(8);
    bytes.writeDoubleLE(Number(value));
    return bytes;
  }
  const text = Buffer.from(String(value));
  return Buffer.concat([varint(BigInt(text.length)), text]);
}

/** Reads Avro binary from the front; every read moves on. */
class AvroReader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = Buffer.from(bytes);
  }

  #next(size: number): Buffer {
    if (size < 0 || this.#at + size > this.#bytes.length) throw new RangeError('the payload ends before the record does');
    this.#at += size;
    return this.#bytes.subarray(this.#at - size, this.#at);
  }

  long(): bigint {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = this.#next(1)[0] ?? 0;
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return BigInt.asIntN(64, (value >> 1n) ^ -(value & 1n));
    }
    throw new RangeError('the payload holds a number of more than 64 bits');
  }

  value(type: AvroType, isDate: boolean): FieldValue {
    if (type === 'boolean') return this.#next(1)[0] === 1;
    if (type === 'double') return String(this.#next(8).readDoubleLE());
    if (type === 'string') return this.#next(Number(this.long())).toString();
    const stamp = moment(Number(this.long()));
    return isDate ? stamp.slice(0, 10) : stamp;
  }

  end(): void {
    if (this.#at !== this.#bytes.length) throw new RangeError('the payload goes on after the record');
  }
}

function decode(event: ObjectSchema, fields: readonly AvroField[], bytes: Uint8Array): Row {
  const reader = new AvroReader(bytes);
  const row: Row = {};
  for (const field of fields) {
    // In a union ["null", type] the branch number comes first.
    const present = !field.nullable || reader.long() === 1n;
    row[field.source] = present ? reader.value(field.type, event.fields.get(field.source)?.type === 'Date') : null;
  }
  reader.end();
  return row;
}

function encode(fields: readonly AvroField[], row: Row): Buffer {
  return Buffer.concat(fields.map((field) => {
    const value = row[field.source] ?? null;
    if (!field.nullable) return encodeValue(field.type, value);
    return value === null ? varint(0n) : Buffer.concat([varint(1n), encodeValue(field.type, value)]);
  }));
}

/** The Avro schema of a deployed event: its fields decide, so a changed event gets another id. */
export function eventSchema(org: Org, event: ObjectSchema): EventSchema {
  const fields = avroFields(org, event);
  const json = JSON.stringify({
    name: apiName(org.namespace, event),
    namespace: 'com.sforce.eventbus',
    type: 'record',
    fields: fields.map(({ name, type, nullable, doc }) => (nullable ? { name, type: ['null', type], doc, default: null } : { name, type, doc })),
  });
  return {
    id: createHash('md5').update(json).digest('base64url'),
    json,
    encode: (row) => encode(fields, row),
    decode: (bytes) => decode(event, fields, bytes),
  };
}
