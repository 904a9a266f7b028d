import type { SocketListener, VendorSocket } from './vendor-socket.js';

/** Clients attach their listeners after the upgrade; what is sent before that is lost. */
const FIRST_WORD_AFTER_MS = 20;

/** Has a server speak first: once, not in the tick of the upgrade, and before it answers a client that is quicker. */
export function speakFirst(socket: VendorSocket, listener: SocketListener, open: () => void): void {
  let opening: NodeJS.Timeout | undefined = setTimeout(begin, FIRST_WORD_AFTER_MS);
  function begin(): void {
    if (!opening) return;
    clearTimeout(opening);
    opening = undefined;
    open();
  }
  socket.listen({
    text: (message) => {
      begin();
      listener.text(message);
    },
    binary: (bytes) => {
      begin();
      listener.binary(bytes);
    },
    closed: () => {
      clearTimeout(opening);
      opening = undefined;
      listener.closed();
    },
  });
}
