import { loadPackageDefinition, Metadata, status } from '@grpc/grpc-js';
import type { ServiceClientConstructor, ServiceDefinition } from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';
import { fileURLToPath } from 'node:url';

/** The messages of eventbus.v1 as the proto loader hands them over (see proto/pubsub_api.proto). */
export interface TopicRequest {
  readonly topicName: string;
}
export interface SchemaRequest {
  readonly schemaId: string;
}
export interface FetchRequest {
  readonly topicName: string;
  readonly replayPreset: 'LATEST' | 'EARLIEST' | 'CUSTOM';
  readonly replayId: Uint8Array;
  readonly numRequested: number;
}
export interface ProducerEvent {
  readonly id: string;
  readonly schemaId: string;
  readonly payload: Uint8Array;
}
export interface PublishRequest {
  readonly topicName: string;
  readonly events: readonly ProducerEvent[];
}

/** A call that ends in an error, with Salesforce's own code in the `error-code` trailer. */
export class PubSubError extends Error {
  readonly code: status;
  readonly metadata = new Metadata();

  constructor(code: status, errorCode: string, message: string) {
    super(message);
    this.name = 'PubSubError';
    this.code = code;
    this.metadata.set('error-code', `sfdc.platform.eventbus.grpc.${errorCode}`);
  }

  /** What grpc-js sends on: status, text and trailers. */
  get wire(): { code: status; details: string; metadata: Metadata } {
    return { code: this.code, details: this.message, metadata: this.metadata };
  }

  static of(error: unknown): PubSubError {
    return error instanceof PubSubError ? error : new PubSubError(status.INTERNAL, 'service.internal.error', String(error));
  }
}

/** The service eventbus.v1.PubSub, read from the official interface file. */
export function pubSubService(): ServiceDefinition {
  const file = fileURLToPath(new URL('proto/pubsub_api.proto', import.meta.url));
  const loaded = loadPackageDefinition(loadSync(file, { keepCase: false, longs: String, enums: String, defaults: true }));
  const at = (holder: unknown, key: string): unknown => (typeof holder === 'object' && holder !== null ? Reflect.get(holder, key) : undefined);
  return (at(at(at(loaded, 'eventbus'), 'v1'), 'PubSub') as ServiceClientConstructor).service;
}
