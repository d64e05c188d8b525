/** The part of avro-js 1.12 that is used; the package has no types of its own. */
declare module 'avro-js' {
  export interface Type {
    /** Decodes one value. @throws Error when the bytes are not of this schema. */
    fromBuffer(bytes: Buffer): unknown;
    toBuffer(value: unknown): Buffer;
  }
  const avro: { parse(schema: unknown): Type };
  export default avro;
}
