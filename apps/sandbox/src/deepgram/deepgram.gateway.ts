import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { Injectable, Logger } from '@nestjs/common';
import type { OnModuleInit } from '@nestjs/common';
import { FaultsService } from '../control/faults.service.js';
import { Problem } from '#problem';
import { speakFirst } from '../sockets/first-word.js';
import { SocketDoor } from '../sockets/socket-door.service.js';
import type { Refusal } from '../sockets/socket-door.service.js';
import type { VendorSocket } from '../sockets/vendor-socket.js';
import { StreamEars } from '../speech/stream-ears.service.js';
import { Voice } from '../speech/voice.js';
import { VoiceSwitches } from '../speech/voice-switches.service.js';
import { DeepgramKeyGuard } from './deepgram-key.guard.js';
import { DeepgramError } from './deepgram.errors.js';
import { readListenOptions } from './listen-options.js';
import { ListenSession } from './listen-session.js';
import { readSpeakOptions } from './speak-options.js';
import { SpeakSession } from './speak-session.js';

/** `WS /deepgram/v1/listen` and `WS /deepgram/v1/speak`. */
@Injectable()
export class DeepgramGateway implements OnModuleInit {
  private readonly logger = new Logger(DeepgramGateway.name);

  constructor(
    private readonly door: SocketDoor,
    private readonly keys: DeepgramKeyGuard,
    private readonly ears: StreamEars,
    private readonly voice: Voice,
    private readonly switches: VoiceSwitches,
    private readonly faults: FaultsService,
  ) {}

  onModuleInit(): void {
    this.door.serve({
      vendor: 'deepgram',
      path: '/deepgram/v1/listen',
      subprotocol: 'token',
      refuse: (request) => this.refusal(request, () => readListenOptions(queryOf(request))),
      accept: (socket, request) => this.listen(socket, request),
    });
    this.door.serve({
      vendor: 'deepgram',
      path: '/deepgram/v1/speak',
      refuse: (request) => this.refusal(request, () => readSpeakOptions(queryOf(request))),
      accept: (socket, request) => this.speak(socket, request),
    });
  }

  private refusal(request: IncomingMessage, readOptions: () => unknown): Refusal | undefined {
    try {
      this.keys.check(request);
      readOptions();
      return undefined;
    } catch (error) {
      if (error instanceof DeepgramError) return error.refusal;
      throw error;
    }
  }

  private listen(socket: VendorSocket, request: IncomingMessage): void {
    try {
      const session = new ListenSession({
        options: readListenOptions(queryOf(request)),
        requestId: randomUUID(),
        ears: this.ears,
        faults: this.faults.of('deepgram'),
        send: (event, flags) => socket.send(event, flags),
        hangUp: (code, reason) => socket.close(code, reason),
        onReceived: (type) => socket.received(type),
      });
      socket.listen({
        text: (text) => session.message(text),
        binary: (bytes) => {
          socket.received('sound');
          session.sound(bytes);
        },
        closed: () => session.close(),
      });
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      socket.close(1008, error.message); // a script that nobody registered
    }
  }

  private speak(socket: VendorSocket, request: IncomingMessage): void {
    const session = new SpeakSession({
      options: readSpeakOptions(queryOf(request)),
      requestId: randomUUID(),
      voice: this.voice,
      switches: () => this.switches.of('deepgram'),
      faults: this.faults.of('deepgram'),
      send: (event) => socket.send(event),
      sendSound: (bytes) => socket.sendSound(bytes),
      hangUp: (code, reason) => socket.close(code, reason),
      onReceived: (type) => socket.received(type),
      onFault: (error) => this.logger.error('fault in a speaking session', { err: error }),
    });
    const listener = {
      text: (text: string) => session.message(text),
      binary: () => socket.close(1008, 'DATA-0000: Text is expected.'),
      closed: () => session.close(),
    };
    speakFirst(socket, listener, () => session.open());
  }
}

function queryOf({ url }: IncomingMessage): URLSearchParams {
  return new URL(url ?? '/', 'http://sandbox').searchParams;
}
