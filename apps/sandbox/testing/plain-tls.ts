import { connect } from 'node:net';
import tls from 'node:tls';
import type { ConnectionOptions } from 'node:tls';
import { WebSocket } from 'ws';

/** Some vendors' packages speak TLS only: until it is undone their connections to this machine are plain. */
export function withoutTls(): () => void {
  const secure = tls.connect;
  const plain = (options: ConnectionOptions) =>
    connect({ host: options.host ?? '127.0.0.1', port: options.port ?? 443 });
  Object.assign(tls, { connect: plain });
  return () => Object.assign(tls, { connect: secure });
}

/** The same for the browser's socket, which such packages take where they find one. */
export class PlainWebSocket extends WebSocket {
  constructor(address: string | URL) {
    super(String(address).replace(/^wss:/, 'ws:'));
  }
}
