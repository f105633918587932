/** Speaks the protocol of a ClamAV daemon, knows one signature, and can be made to misbehave. */
import { createServer, type AddressInfo, type Socket } from 'node:net';

export type Clamd = { address: string; heard: Buffer[]; stop(): Promise<void> };

export async function startClamd({
  port = 0,
  path,
  stream_bytes_max = 25_000_000,
  hangs = false,
  hangsUp = false,
}: {
  port?: number;
  path?: string;
  stream_bytes_max?: number;
  hangs?: boolean;
  hangsUp?: boolean;
} = {}): Promise<Clamd> {
  const heard: Buffer[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
    if (hangs) {
      socket.pause();
      return;
    }
    let waiting = Buffer.alloc(0);
    let begun = false;
    let content = Buffer.alloc(0);
    socket.on('data', (data: Buffer) => {
      waiting = Buffer.concat([waiting, data]);
      if (!begun) {
        const end = waiting.indexOf(0);
        if (end < 0) return;
        const command = waiting.subarray(0, end).toString();
        if (command !== 'zINSTREAM') return void socket.end('UNKNOWN COMMAND\0');
        if (hangsUp) return void socket.destroy();
        begun = true;
        waiting = waiting.subarray(end + 1);
      }
      while (waiting.length >= 4) {
        const length = waiting.readUInt32BE(0);
        if (length === 0) {
          heard.push(content);
          const found = content.includes('EICAR-STANDARD-ANTIVIRUS-TEST-FILE');
          return void socket.end(found ? 'stream: Eicar-Test-Signature FOUND\0' : 'stream: OK\0');
        }
        if (content.length + length > stream_bytes_max)
          return void socket.end('INSTREAM size limit exceeded. ERROR\0');
        if (waiting.length < 4 + length) return;
        content = Buffer.concat([content, waiting.subarray(4, 4 + length)]);
        waiting = waiting.subarray(4 + length);
      }
    });
  });
  await new Promise<void>((resolve) =>
    path ? server.listen(path, resolve) : server.listen(port, '127.0.0.1', resolve),
  );
  return {
    address: path ?? `127.0.0.1:${(server.address() as AddressInfo).port}`,
    heard,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}
