import type { SaveError } from './org.ts';

/** Ends the save of one record: its writes are taken back and the errors become its result. Thrown by any step of the order of execution. */
export class SaveRefusal extends Error {
  override readonly name = 'SaveRefusal';
  readonly errors: readonly SaveError[];

  constructor(errors: readonly SaveError[]) {
    super(errors.map(({ statusCode, message }) => `${statusCode}: ${message}`).join('; '));
    this.errors = errors;
  }

  /** The usual case of one error. */
  static of(statusCode: string, message: string, fields: readonly string[] = []): SaveRefusal {
    return new SaveRefusal([{ statusCode, message, fields }]);
  }
}
