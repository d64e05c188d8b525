import { GraphqlFault } from './graphql-fault.ts';
import { type Asked, type Checking, leaf, noSuchField, objectResolver, type Resolve, wrongType } from './graphql-selection.ts';
import { wholeOf } from './graphql-values.ts';

/** What a connection answers from: all that was found, and the part that this page shows. */
interface Page<S> {
  readonly found: readonly S[];
  readonly from: number;
  readonly shown: readonly S[];
}

/** Bounds of one connection's page. */
interface Bounds {
  readonly first: number;
  readonly from: number;
  readonly upperBound: number | undefined;
}

const usualFirst = 10;
const mostFirst = 2000;
const leastUpperFirst = 200;
/** Records that can be reached without an upper bound. */
const mostWithoutUpperBound = 4000;

/** A connection's fields over whatever its nodes stand on: edges, pageInfo, totalCount, pageResultCount. */
export function connectionResolver<S>(checking: Checking, asked: Asked, type: string, node: (field: Asked) => Resolve<S>): Resolve<readonly S[]> {
  const bounds = boundsOf(checking, asked);
  const read = objectResolver<Page<S>>(checking, asked, `${type}Connection`, (field) => {
    switch (field.name) {
      case 'edges': {
        const edge = edgeResolver(checking, field, type, node);
        return ({ shown, from }) => shown.map((source, at) => edge({ source, at: from + at }));
      }
      case 'pageInfo':
        return pageInfoResolver(checking, field);
      case 'totalCount':
        return leaf(checking, field, 'Int', ({ found }) => found.length);
      case 'pageResultCount':
        return leaf(checking, field, 'Int', ({ shown }) => shown.length);
      default:
        return noSuchField(checking, field, `${type}Connection`);
    }
  });
  return (all) => {
    const found = bounds.upperBound === undefined ? all : all.slice(0, bounds.upperBound);
    return read({ found, from: bounds.from, shown: found.slice(bounds.from, bounds.from + bounds.first) });
  };
}

function edgeResolver<S>(checking: Checking, asked: Asked, type: string, node: (field: Asked) => Resolve<S>): Resolve<{ source: S; at: number }> {
  return objectResolver(checking, asked, `${type}Edge`, (field): Resolve<{ source: S; at: number }> | undefined => {
    if (field.name === 'cursor') return leaf(checking, field, 'String', ({ at }) => cursorOf(at));
    if (field.name !== 'node') return noSuchField(checking, field, `${type}Edge`);
    const read = node(field);
    return ({ source }) => read(source);
  });
}

function pageInfoResolver<S>(checking: Checking, asked: Asked): Resolve<Page<S>> {
  return objectResolver(checking, asked, 'PageInfo', (field): Resolve<Page<S>> | undefined => {
    switch (field.name) {
      case 'hasNextPage':
        return leaf(checking, field, 'Boolean', ({ found, from, shown }) => from + shown.length < found.length);
      case 'hasPreviousPage':
        return leaf(checking, field, 'Boolean', ({ from }) => from > 0);
      case 'startCursor':
        return leaf(checking, field, 'String', ({ from, shown }) => (shown.length === 0 ? null : cursorOf(from)));
      case 'endCursor':
        return leaf(checking, field, 'String', ({ from, shown }) => (shown.length === 0 ? null : cursorOf(from + shown.length - 1)));
      default:
        return noSuchField(checking, field, 'PageInfo');
    }
  });
}

/** `first` (10 unless said, at most 2,000), `after`, and `upperBound`, which wants a first of 200 to 2,000. */
function boundsOf(checking: Checking, asked: Asked): Bounds {
  const { first: givenFirst, after, upperBound: givenBound } = asked.args;
  const first = givenFirst === undefined || givenFirst === null ? usualFirst : wholeOf(givenFirst);
  const upperBound = givenBound === undefined || givenBound === null ? undefined : wholeOf(givenBound);
  const from = after === undefined || after === null ? 0 : placeOf(after);
  if (first === undefined) wrongType(checking, asked, 'first', 'is not a valid Int');
  // U-254: how a number out of bounds is refused.
  else if (first < 1 || first > mostFirst) refuse(checking, asked, `The value of the 'first' argument must be between 1 and ${mostFirst}.`);
  if (from === undefined) refuse(checking, asked, "The cursor given in the 'after' argument is invalid.");
  if (givenBound !== undefined && givenBound !== null && (upperBound === undefined || upperBound < 1)) wrongType(checking, asked, 'upperBound', 'is not a valid Int');
  if (upperBound !== undefined && (first ?? 0) < leastUpperFirst) refuse(checking, asked, `With 'upperBound' the value of the 'first' argument must be between ${leastUpperFirst} and ${mostFirst}.`);
  if (upperBound === undefined && (from ?? 0) + (first ?? 0) > mostWithoutUpperBound) refuse(checking, asked, `More than ${mostWithoutUpperBound} records need the 'upperBound' argument.`);
  return { first: first ?? usualFirst, from: from ?? 0, upperBound };
}

function refuse(checking: Checking, asked: Asked, message: string): void {
  checking.faults.push(new GraphqlFault('DataFetchingException', message, asked.at, asked.path));
}

/** Cursors are opaque to clients; here the place in the result. */
function cursorOf(at: number): string {
  return Buffer.from(`v1:${at}`).toString('base64');
}

/** The place after a cursor; undefined when the text is no cursor of ours. */
function placeOf(cursor: unknown): number | undefined {
  const at = typeof cursor === 'string' ? /^v1:(\d{1,9})$/.exec(Buffer.from(cursor, 'base64').toString('utf8'))?.[1] : undefined;
  return at === undefined ? undefined : Number(at) + 1;
}
