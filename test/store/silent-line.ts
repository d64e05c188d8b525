import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** A line to a server that can go silent: nobody is told, nothing is answered, and new connections work. */
export async function openSilentLine(url: string) {
  const target = new URL(url);
  const pairs: { readonly near: Socket; readonly far: Socket }[] = [];
  const proxy = createServer((near) => {
    const far = connect(Number(target.port), target.hostname);
    near.pipe(far).pipe(near);
    for (const end of [near, far]) end.on('error', () => undefined);
    pairs.push({ near, far });
  });
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  const through = new URL(url);
  through.hostname = '127.0.0.1';
  through.port = String((proxy.address() as AddressInfo).port);
  return {
    url: through.href,
    /** What is written to the connections of this moment is never answered. */
    silence(): void {
      for (const { near, far } of pairs) {
        near.unpipe(far);
        far.unpipe(near);
        near.resume();
        far.resume();
      }
    },
    close(): void {
      for (const { near, far } of pairs) for (const end of [near, far]) end.destroy();
      proxy.close();
    },
  };
}
