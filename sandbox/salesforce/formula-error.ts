/** A formula that cannot be read (`syntax`), names something absent (`unknown`) or cannot be computed (`value`). */
export class FormulaError extends Error {
  readonly reason: 'syntax' | 'unknown' | 'value';

  constructor(reason: 'syntax' | 'unknown' | 'value', message: string) {
    super(`Formula: ${message}`);
    this.name = 'FormulaError';
    this.reason = reason;
  }
}
