import type { WebSocket } from 'ws';

const EVERY_MS = 10_000;

/** Half a connection looks like a whole one until something is sent that has to be answered. Beats from open to close. */
export function heartbeat(socket: WebSocket, onDead: () => void): void {
  let answered = true;
  socket.once('open', () => {
    const timer = setInterval(() => {
      if (!answered) return onDead();
      answered = false;
      socket.ping();
    }, EVERY_MS).unref();
    socket.once('close', () => clearInterval(timer));
  });
  socket.on('pong', () => {
    answered = true;
  });
}
