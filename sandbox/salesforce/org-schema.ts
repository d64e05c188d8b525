import type { XmlNode } from './xml.ts';

export type FieldType =
  | 'Id' | 'Text' | 'AutoNumber' | 'Number' | 'Currency' | 'Percent' | 'Checkbox' | 'Date' | 'DateTime' | 'Time' | 'Picklist' | 'MultiselectPicklist'
  | 'TextArea' | 'LongTextArea' | 'Html' | 'Email' | 'Phone' | 'Url' | 'Lookup' | 'MasterDetail' | 'Hierarchy' | 'EncryptedText' | 'Summary' | 'Location';

export interface FieldSchema {
  readonly name: string;
  readonly label: string;
  /** For a formula the type of its result; `formula` is then set. */
  readonly type: FieldType;
  readonly length?: number;
  /** Digits in all, as in metadata. */
  readonly precision?: number;
  readonly scale?: number;
  readonly required: boolean;
  readonly unique: boolean;
  readonly externalId: boolean;
  readonly caseSensitive: boolean;
  readonly picklist?: { readonly restricted: boolean; readonly values: readonly string[]; readonly labels?: Readonly<Record<string, string>>; readonly default?: string };
  readonly formula?: string;
  /** `treatBlanksAs` of a formula field. */
  readonly blanksAsZero?: boolean;
  /** A formula, as metadata has it ("false", "TODAY()"). */
  readonly defaultValue?: string;
  readonly referenceTo?: readonly string[];
  /** Name of the parent in SOQL, local: `Recipient__r`, `Owner`. */
  readonly parentRelationship?: string;
  /** Name of the children in a subquery, local: `Payment_Requests__r`, `ProcessInstances`. */
  readonly relationshipName?: string;
  readonly masterDetail?: boolean;
  readonly deleteConstraint?: 'Restrict' | 'SetNull' | 'Cascade';
  readonly displayFormat?: string;
  readonly startingNumber?: number;
  readonly helpText?: string;
  /** Came with a deployment: takes the org's namespace. */
  readonly custom: boolean;
  /** Set by the platform only (audit fields, auto numbers, formulas). */
  readonly readOnly: boolean;
}

export interface ValidationRule {
  readonly name: string;
  readonly active: boolean;
  readonly formula: string;
  readonly message: string;
  readonly errorField?: string;
}

export interface ObjectSchema {
  readonly name: string;
  label: string;
  pluralLabel: string;
  readonly keyPrefix: string;
  readonly kind: 'object' | 'event' | 'setting' | 'metadata';
  readonly custom: boolean;
  sharingModel: 'Private' | 'Read' | 'ReadWrite' | 'ReadWriteTransfer' | 'ControlledByParent';
  /** By local name, in order of declaration; `fieldNamed` in names.ts finds them whatever the case. */
  readonly fields: Map<string, FieldSchema>;
  readonly validationRules: ValidationRule[];
  /** Events: when a publish inside a transaction takes effect. */
  publishBehavior?: 'PublishAfterCommit' | 'PublishImmediately';
}

/** A flow or approval process as deployed: its metadata XML, names local. */
export interface FlowMetadata {
  readonly name: string;
  readonly label: string;
  readonly active: boolean;
  readonly xml: XmlNode;
}

export interface ApprovalProcessMetadata {
  /** `Payout_Approval` */
  readonly name: string;
  readonly object: string;
  active: boolean;
  readonly xml: XmlNode;
}

/** One field update of a `.workflow` file (`<fieldUpdates>`), which approval actions name. */
export interface WorkflowFieldUpdate {
  readonly name: string;
  readonly object: string;
  readonly xml: XmlNode;
}
