import type { VendorSocket } from '../../sockets/vendor-socket.js';
import { BetaShapeDisabled } from '../openai.errors.js';
import type { OpenAiError } from '../openai.errors.js';
import { errorEvent, stamp } from './server-event.js';

/** Clients attach their listeners after the upgrade; what is sent before that is lost. */
const FIRST_WORD_AFTER_MS = 20;
const CLOSE_REFUSED = 3000;
const CLOSE_BETA = 4000;

/** Who talks behind a socket. */
export interface Peer {
  /** The server's first words; once, and not in the tick of the upgrade. */
  open(): void;
  receive(text: string): void;
  close(): void;
}

export function bind(socket: VendorSocket, peer: Peer): void {
  let opening: NodeJS.Timeout | undefined = setTimeout(open, FIRST_WORD_AFTER_MS);
  function open(): void {
    if (!opening) return;
    clearTimeout(opening);
    opening = undefined;
    peer.open();
  }
  const receive = (text: string) => {
    open();
    peer.receive(text);
  };
  socket.listen({
    text: receive,
    binary: (data) => receive(data.toString()),
    closed: () => {
      clearTimeout(opening);
      peer.close();
    },
  });
}

/** Refusing the upgrade itself would crash clients that do not listen yet: OpenAI accepts, says why, and hangs up. */
export function refusal(socket: VendorSocket, error: OpenAiError): Peer {
  const { type, code } = error.body;
  return {
    open: () => {
      socket.send(stamp(errorEvent(error.body)));
      const closeCode = error instanceof BetaShapeDisabled ? CLOSE_BETA : CLOSE_REFUSED;
      socket.close(closeCode, `${type}.${code ?? 'invalid_api_key'}`);
    },
    receive: () => undefined,
    close: () => undefined,
  };
}
