import { createServer, connect, type AddressInfo, type Socket } from 'node:net';

/** How a line fails: new and old connections closed, broken off with a reset, or silent for ever. */
export type Cut = 'closed' | 'reset' | 'hanging';

interface Trap {
  readonly pattern: RegExp;
  readonly cut: Cut;
  /** `before`: the request does not arrive. `after`: it does, and the line is cut when the answer comes. */
  readonly when: 'before' | 'after';
  readonly struck: () => void;
}

/** A TCP line to somebody that can be cut. */
export interface Line {
  readonly port: number;
  /** Where new connections go: the ports of those that are alive, in turn. */
  leadTo(...ports: readonly number[]): void;
  cut(how: Cut): void;
  /** Cuts at the next request that matches; resolves when it did. */
  cutAt(pattern: RegExp, when: Trap['when'], how: Cut): Promise<void>;
  /** New connections work again. What was silent stays silent: bytes are missing there. */
  mend(): void;
  close(): Promise<void>;
}

interface Pair {
  readonly client: Socket;
  readonly server: Socket;
  /** Nothing passes any more. */
  isDead: boolean;
  /** Cut as soon as an answer comes. */
  cutOnAnswer: boolean;
}

function fail({ client, server }: Pair, how: Cut): void {
  if (how === 'hanging') return;
  if (how === 'reset') client.resetAndDestroy();
  else client.destroy();
  server.destroy();
}

/** Opens one on any free port of this machine. */
export async function openLine(...first: readonly number[]): Promise<Line> {
  let ports = first;
  let turn = 0;
  let state: Cut | undefined;
  let trap: Trap | undefined;
  const pairs = new Set<Pair>();
  const end = (pair: Pair): void => {
    pair.isDead = true;
    fail(pair, state ?? 'closed');
  };
  const strike = (): void => {
    state = trap?.cut;
    trap?.struck();
    trap = undefined;
    for (const other of pairs) end(other);
  };
  const asked = (pair: Pair, bytes: Buffer): void => {
    if (trap && trap.pattern.test(bytes.toString('latin1'))) {
      if (trap.when === 'before') return strike();
      pair.cutOnAnswer = true;
    }
    if (!pair.isDead) pair.server.write(bytes);
  };
  const answered = (pair: Pair, bytes: Buffer): void => {
    if (pair.cutOnAnswer && trap) return strike();
    if (!pair.isDead) pair.client.write(bytes);
  };
  const listener = createServer((client) => {
    client.on('error', () => undefined);
    const port = ports[turn++ % Math.max(1, ports.length)];
    if (port === undefined || state === 'closed') return void client.destroy();
    if (state === 'reset') return void client.resetAndDestroy();
    const server = connect(port, '127.0.0.1');
    const pair: Pair = { client, server, isDead: state === 'hanging', cutOnAnswer: false };
    pairs.add(pair);
    server.on('error', () => client.destroy()).on('data', (bytes: Buffer) => answered(pair, bytes)).on('close', () => pair.isDead || client.destroy());
    client.on('data', (bytes: Buffer) => asked(pair, bytes)).on('close', () => {
      server.destroy();
      pairs.delete(pair);
    });
  });
  await new Promise<void>((listening) => listener.listen(0, '127.0.0.1', listening));
  return {
    port: (listener.address() as AddressInfo).port,
    leadTo: (...next) => void (ports = next),
    cut(how) {
      state = how;
      for (const pair of pairs) end(pair);
    },
    cutAt: (pattern, when, cut) => new Promise((struck) => void (trap = { pattern, when, cut, struck })),
    mend() {
      state = undefined;
      trap = undefined;
    },
    close: () => new Promise((done) => {
      listener.close(() => done());
      for (const { client, server } of pairs) [client, server].forEach((socket) => socket.destroy());
    }),
  };
}
