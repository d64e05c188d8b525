/** A query that the org refuses, with Salesforce's error code; the message already has the place in the query. */
export class QueryError extends Error {
  override readonly name = 'QueryError';
  readonly errorCode: string;

  constructor(errorCode: string, message: string) {
    super(message);
    this.errorCode = errorCode;
  }

  /** Points at the first place where `token` stands in the query, as Salesforce does. */
  static at(soql: string, token: string, errorCode: string, message: string): QueryError {
    const found = soql.search(new RegExp(`(?<![\\w.])${token.replace(/[^\w]/g, '\\$&')}(?!\\w)`, 'i'));
    const column = Math.max(found, 0);
    const start = Math.max(0, column - 30);
    const shown = soql.slice(start, column + 40);
    return new QueryError(errorCode, `\n${shown}\n${' '.repeat(column - start)}^\nERROR at Row:1:Column:${column + 1}\n${message}`);
  }
}

/** The message for a column that does not exist or that the user may not see: Salesforce does not tell which. */
export function noSuchColumn(column: string, entity: string): string {
  return `No such column '${column}' on entity '${entity}'. If you are attempting to use a custom field, be sure to append the '__c' after the custom field name. Please reference your WSDL or the describe call for the appropriate names.`;
}

/** The message for an object that does not exist or that the user may not see. */
export function notSupported(entity: string): string {
  return `sObject type '${entity}' is not supported. If you are attempting to use a custom object, be sure to append the '__c' after the entity name. Please reference your WSDL or the describe call for the appropriate names.`;
}
