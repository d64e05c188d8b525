import type { Reply } from '../kit/stand-in.ts';
import { apiName } from './names.ts';
import type { ObjectSchema, Org, SaveError } from './org.ts';

/** A refusal of a whole request, in the shape of the REST API: `[{ message, errorCode, fields? }]`. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';
  readonly status: number;
  readonly errorCode: string;
  readonly fields: readonly string[] | undefined;

  constructor(status: number, errorCode: string, message: string, fields?: readonly string[]) {
    super(message);
    this.status = status;
    this.errorCode = errorCode;
    this.fields = fields;
  }

  toReply(): Reply {
    const { message, errorCode, fields } = this;
    return { status: this.status, body: [{ message, errorCode, ...(fields ? { fields } : {}) }] };
  }

  static notFound(message = 'The requested resource does not exist'): ApiProblem {
    return new ApiProblem(404, 'NOT_FOUND', message);
  }
}

const statusOf: Readonly<Record<string, number>> = {
  INSUFFICIENT_ACCESS_OR_READONLY: 403, INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY: 403, ENTITY_IS_DELETED: 404, SERVER_UNAVAILABLE: 503, REQUEST_LIMIT_EXCEEDED: 403,
};

/** The answer to a request about one record whose save was refused. */
export function refusedSave(org: Org, object: ObjectSchema, errors: readonly SaveError[]): Reply {
  const [first] = errors;
  const body = errors.map(({ message, statusCode, fields }) => ({ message, errorCode: statusCode, fields: spelled(org, object, fields) }));
  return { status: statusOf[first?.statusCode ?? ''] ?? 400, body };
}

/** Local field names as the caller knows them. */
export function spelled(org: Org, object: ObjectSchema, fields: readonly string[]): string[] {
  return fields.map((name) => {
    const field = object.fields.get(name);
    return field ? apiName(org.namespace, field) : name;
  });
}
