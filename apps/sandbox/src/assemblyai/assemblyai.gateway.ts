import type { IncomingMessage } from 'node:http';
import { Injectable } from '@nestjs/common';
import type { OnModuleInit } from '@nestjs/common';
import { Problem } from '#problem';
import { FaultsService } from '../control/faults.service.js';
import { speakFirst } from '../sockets/first-word.js';
import { SocketDoor } from '../sockets/socket-door.service.js';
import type { VendorSocket } from '../sockets/vendor-socket.js';
import { StreamEars } from '../speech/stream-ears.service.js';
import { AssemblyAiKeysService } from './assemblyai-keys.service.js';
import { KeyInvalid, StreamFault } from './assemblyai.errors.js';
import { readTurnOptions } from './turn-options.js';
import { TurnSession } from './turn-session.js';
import type { AssemblyAiEvent } from './turn-session.js';

/** `WS /assemblyai/v3/ws`. */
@Injectable()
export class AssemblyAiGateway implements OnModuleInit {
  constructor(
    private readonly door: SocketDoor,
    private readonly keys: AssemblyAiKeysService,
    private readonly ears: StreamEars,
    private readonly faults: FaultsService,
  ) {}

  onModuleInit(): void {
    this.door.serve({
      vendor: 'assemblyai',
      path: '/assemblyai/v3/ws',
      accept: (socket, request) => this.accept(socket, request),
    });
  }

  private accept(socket: VendorSocket, request: IncomingMessage): void {
    try {
      const session = this.session(socket, request);
      const listener = {
        text: (text: string) => session.message(text),
        binary: (bytes: Buffer) => {
          socket.received('sound');
          session.sound(bytes);
        },
        closed: () => session.close(),
      };
      speakFirst(socket, listener, () => session.open());
    } catch (error) {
      refuse(socket, asFault(error));
    }
  }

  /** @throws KeyInvalid @throws StreamFault @throws ScriptUnknown */
  private session(socket: VendorSocket, { headers, url }: IncomingMessage): TurnSession {
    const query = new URL(url ?? '/', 'http://sandbox').searchParams;
    this.keys.check(headers.authorization, query.get('token'));
    return new TurnSession({
      options: readTurnOptions(query),
      ears: this.ears,
      faults: this.faults.of('assemblyai'),
      send: (event, flags) => socket.send(event, flags),
      hangUp: (code, reason) => socket.close(code, reason),
      onReceived: (type) => socket.received(type),
    });
  }
}

/** AssemblyAI opens the socket first and closes it then. */
function refuse(socket: VendorSocket, { code, message }: StreamFault): void {
  const nobody = { text: () => undefined, binary: () => undefined, closed: () => undefined };
  speakFirst(socket, nobody, () => {
    const event: AssemblyAiEvent = { type: 'Error', error_code: code, error: message };
    socket.send(event);
    socket.close(code, message);
  });
}

function asFault(error: unknown): StreamFault {
  if (error instanceof StreamFault) return error;
  if (error instanceof KeyInvalid)
    return new StreamFault(1008, 'Unauthorized Connection: Missing or invalid key');
  if (error instanceof Problem) return new StreamFault(3006, error.message); // a script that nobody registered
  throw error;
}
