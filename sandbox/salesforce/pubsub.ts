import { Server, ServerCredentials, status } from '@grpc/grpc-js';
import type { handleBidiStreamingCall, handleUnaryCall, ServerDuplexStream } from '@grpc/grpc-js';
import type { EventBus } from './bus.ts';
import type { Org, User } from './org.ts';
import { selfSignedCertificate } from './pubsub-certificate.ts';
import { publishAll } from './pubsub-publish.ts';
import { PubSubSubscription } from './pubsub-subscription.ts';
import type { FetchResponse } from './pubsub-subscription.ts';
import { callerOf, schemaOf, topicOf } from './pubsub-topics.ts';
import type { Authenticate } from './pubsub-topics.ts';
import { PubSubError, pubSubService } from './pubsub-wire.ts';
import type { FetchRequest, PublishRequest, SchemaRequest, TopicRequest } from './pubsub-wire.ts';

/** "within 270 seconds" (Pub/Sub API, Subscribe RPC). */
const KEEP_ALIVE_MS = 270_000;

interface PubSubOptions {
  readonly org: Org;
  readonly bus: EventBus;
  readonly authenticate: Authenticate;
  /** 0 or absent: any free port. */
  readonly port?: number;
  /** Milliseconds of the world's clock between empty responses; default 270,000. */
  readonly keepAliveMs?: number;
}

export interface PubSubServer {
  /** `localhost:17443`, as clients name it. */
  readonly endpoint: string;
  readonly port: number;
  /** The server's certificate, PEM: for clients that can be told to trust it. */
  readonly certificate: string;
  close(): void;
}

function unary<Request, Response>(work: (request: Request, call: Parameters<handleUnaryCall<Request, Response>>[0]) => Response): handleUnaryCall<Request, Response> {
  return (call, answer) => {
    try {
      answer(null, work(call.request, call));
    } catch (error) {
      answer(PubSubError.of(error).wire);
    }
  };
}

function fail(call: ServerDuplexStream<unknown, unknown>, error: unknown): void {
  call.emit('error', PubSubError.of(error).wire);
}

function subscribe({ org, bus, authenticate, keepAliveMs = KEEP_ALIVE_MS }: PubSubOptions): handleBidiStreamingCall<FetchRequest, FetchResponse> {
  return (call) => {
    const caller = (): User => callerOf(org, call.metadata, authenticate);
    let open = true;
    const subscription = new PubSubSubscription({
      world: org.world,
      bus,
      keepAliveMs,
      findTopic: (name) => topicOf(org, name, caller()),
      write: (response) => void call.write(response),
      fail: (error) => fail(call, error),
    });
    const end = (): void => {
      open = false;
      subscription.end();
    };
    call.on('data', (request: FetchRequest) => {
      if (!open) return;
      try {
        caller();
        subscription.request(request);
      } catch (error) {
        end();
        fail(call, error);
      }
    });
    call.on('end', () => {
      end();
      call.end();
    });
    call.on('cancelled', end);
  };
}

function publishStream({ org, bus, authenticate }: PubSubOptions): handleBidiStreamingCall<PublishRequest, unknown> {
  return (call) => {
    let topicName = '';
    call.on('data', (request: PublishRequest) => {
      try {
        const user = callerOf(org, call.metadata, authenticate);
        // Only the first request of a stream has to name the topic.
        topicName = request.topicName === '' ? topicName : request.topicName;
        call.write({ ...publishAll(org, bus, topicOf(org, topicName, user), request.events, user), rpcId: org.world.id('rpc-', 16) });
      } catch (error) {
        fail(call, error);
      }
    });
    call.on('end', () => call.end());
  };
}

function handlers(options: PubSubOptions): Parameters<Server['addService']>[1] {
  const { org, bus, authenticate } = options;
  const rpcId = (): string => org.world.id('rpc-', 16);
  return {
    GetTopic: unary((request: TopicRequest, call) => {
      const { name, schema, canPublish, canSubscribe } = topicOf(org, request.topicName, callerOf(org, call.metadata, authenticate));
      return { topicName: name, tenantGuid: `core/sandbox/${org.id}`, canPublish, canSubscribe, schemaId: schema.id, rpcId: rpcId() };
    }),
    GetSchema: unary((request: SchemaRequest, call) => {
      callerOf(org, call.metadata, authenticate);
      const schema = schemaOf(org, request.schemaId);
      return { schemaJson: schema.json, schemaId: schema.id, rpcId: rpcId() };
    }),
    Publish: unary((request: PublishRequest, call) => {
      const user = callerOf(org, call.metadata, authenticate);
      return { ...publishAll(org, bus, topicOf(org, request.topicName, user), request.events, user), rpcId: rpcId() };
    }),
    Subscribe: subscribe(options),
    PublishStream: publishStream(options),
    // A Beta of the real service, with one client per subscription: left out.
    ManagedSubscribe: (call: ServerDuplexStream<unknown, unknown>) => {
      fail(call, new PubSubError(status.UNIMPLEMENTED, 'service.unimplemented', 'Managed subscriptions are not offered here. Use Subscribe.'));
    },
  };
}

/** Serves the event bus over gRPC and TLS on 127.0.0.1, as api.pubsub.salesforce.com:7443 does for an org. */
export async function servePubSub(options: PubSubOptions): Promise<PubSubServer> {
  const { key, cert } = selfSignedCertificate(options.org.world.clock.now());
  const server = new Server();
  server.addService(pubSubService(), handlers(options));
  const credentials = ServerCredentials.createSsl(null, [{ private_key: Buffer.from(key), cert_chain: Buffer.from(cert) }]);
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync(`127.0.0.1:${String(options.port ?? 0)}`, credentials, (error, bound) => (error ? reject(error) : resolve(bound)));
  });
  return { endpoint: `localhost:${String(port)}`, port, certificate: cert, close: () => server.forceShutdown() };
}
