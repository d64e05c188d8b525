/** The part of autocannon 9 that is used here; the package brings no types. */
declare module 'autocannon' {
  interface Client {
    setHeadersAndBody(headers: Record<string, string>, body: string): void;
    on(event: 'response', listener: (status: number, bytes: number, tookMs: number) => void): void;
  }
  interface Result {
    readonly duration: number;
    readonly '2xx': number;
    readonly non2xx: number;
    readonly errors: number;
    readonly latency: { readonly p50: number; readonly p99: number };
  }
  export default function autocannon(options: {
    readonly url: string;
    readonly connections: number;
    readonly amount?: number;
    readonly duration: number;
    readonly setupClient: (client: Client) => void;
    readonly requests: readonly { readonly method: string; readonly path: string }[];
  }): Promise<Result>;
}
