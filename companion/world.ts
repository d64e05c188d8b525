import { setTimeout as sleep } from 'node:timers/promises';
import { pino, type DestinationStream, type Logger } from 'pino';
import type { Log, Tools } from './connectors/connector.ts';

/** Values under these names never reach a log line: secrets, and what identifies a payee's bank or person. */
const redacted = ['authorization', 'token', 'accessToken', 'refreshToken', 'clientSecret', 'secret', 'password', 'privateKey', 'assertion', 'bank', 'iban', 'accountNumber', 'email', 'firstName', 'lastName'];

/** Structured lines, on stdout unless told otherwise, from the level asked for upwards. */
export function openLog(level: string, destination: DestinationStream = pino.destination(1)): Log {
  const logger: Logger = pino({ level, base: { service: 'quittance' }, redact: { paths: redacted.flatMap((name) => [name, `*.${name}`]), censor: '[redacted]' }, timestamp: pino.stdTimeFunctions.isoTime }, destination);
  const at = (name: 'debug' | 'info' | 'warn' | 'error'): Log['info'] => (message, fields = {}) => logger[name](fields, message);
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}

/** Node turns a wait outside this range into one of 1 ms, with a warning on stderr. What is due later than in 24 days is looked at then and waits again: the tables say when it is due. */
const inReach = (ms: number): number => Math.min(Math.max(ms, 0), 2_147_483_647);

/** The real world: the one place that touches the clock, chance, timers and sockets. */
export function realWorld(log: Log): Tools {
  return {
    now: () => Date.now(),
    fetch: globalThis.fetch,
    random: () => Math.random(),
    timer: {
      after(ms, what) {
        const handle = setTimeout(what, inReach(ms));
        return () => clearTimeout(handle);
      },
      async sleep(ms, stop) {
        await sleep(inReach(ms), undefined, stop ? { signal: stop } : {}).catch((error: unknown) => {
          if (!stop?.aborted) throw error;
        });
      },
    },
    log,
  };
}
