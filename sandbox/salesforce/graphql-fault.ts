import type { Place } from './graphql-document.ts';

/** The values of `extensions.ErrorType` (GraphQL guide, Status Codes and Error Responses). */
export type FaultType = 'InvalidSyntax' | 'ValidationError' | 'DataFetchingException' | 'OperationNotSupported' | 'ExecutionAborted';

/** One entry of `errors`: message, locations, path and `extensions.ErrorType`. */
export class GraphqlFault extends Error {
  override readonly name = 'GraphqlFault';
  readonly type: FaultType;
  readonly locations: readonly Place[];
  readonly path: readonly string[];

  constructor(type: FaultType, message: string, at?: Place, path: readonly string[] = []) {
    super(message);
    this.type = type;
    this.locations = at ? [at] : [];
    this.path = path;
  }

  /** A rule of GraphQL's validation that the document breaks, in the words of the service's parser (U-250). `path` leads to the field, from `uiapi`. */
  static invalid(rule: string, message: string, at: Place, path: readonly string[]): GraphqlFault {
    return new GraphqlFault('ValidationError', `Validation error (${rule}@[${path.join('/')}]) : ${message}`, at);
  }

  /** The shape on the wire. */
  toEntry(): Record<string, unknown> {
    return { message: this.message, locations: this.locations, path: this.path, extensions: { ErrorType: this.type } };
  }
}
