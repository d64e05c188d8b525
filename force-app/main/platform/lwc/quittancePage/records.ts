/** A field as `@salesforce/schema` names it. */
export interface FieldRef {
  readonly fieldApiName: string;
  readonly objectApiName: string;
}

/** A record as the UI API answers with it. */
export interface UiRecord {
  readonly apiName: string;
  readonly id: string;
  readonly fields: Readonly<Record<string, { readonly value: unknown; readonly displayValue?: string | null }>>;
}

/** What `@wire(getRecord)` hands over. */
export interface RecordResult {
  readonly data?: UiRecord;
  readonly error?: unknown;
}

/** What `@wire(graphql)` hands over; with errors there may still be data. */
export interface GraphqlResult<Data> {
  readonly data?: Data;
  readonly errors?: readonly { readonly message?: string }[];
  readonly refresh?: () => Promise<void>;
}

/** One field in a GraphQL answer. */
export interface Leaf<Value = string> {
  readonly value: Value | null;
  readonly displayValue?: string | null;
}

/** A list in a GraphQL answer. */
export interface Connection<Node> {
  readonly edges: readonly { readonly node: Node }[];
  readonly pageInfo?: { readonly hasNextPage: boolean };
}

/** One group of a GraphQL aggregate. */
export interface Group<Fields> {
  readonly aggregate: Fields;
}

/** A measured column of a group. */
export interface Sum {
  readonly sum: Leaf<number>;
}
export interface Count {
  readonly count: Leaf<number>;
}

/** One day of an account; amounts are in whole units of its currency. */
export interface CashDay {
  /** `2026-11-21`, in UTC. */
  readonly date: string;
  /** The last balance known at the end of the day; undefined when none is. */
  readonly balance: number | undefined;
  readonly received: number;
  readonly paid: number;
}
