import type { IncomingMessage } from 'node:http';
import { Injectable, Logger } from '@nestjs/common';
import type { OnModuleInit } from '@nestjs/common';
import { FaultsService } from '../control/faults.service.js';
import { SocketDoor } from '../sockets/socket-door.service.js';
import type { Refusal } from '../sockets/socket-door.service.js';
import type { VendorSocket } from '../sockets/vendor-socket.js';
import { Voice } from '../speech/voice.js';
import { VoiceSwitches } from '../speech/voice-switches.service.js';
import { CartesiaKeysService, versionOf } from './cartesia-keys.service.js';
import { CartesiaError } from './cartesia.errors.js';
import { SpeechSocket } from './speech-socket.js';

/** `WS /cartesia/tts/websocket`. */
@Injectable()
export class CartesiaGateway implements OnModuleInit {
  private readonly logger = new Logger(CartesiaGateway.name);

  constructor(
    private readonly door: SocketDoor,
    private readonly keys: CartesiaKeysService,
    private readonly voice: Voice,
    private readonly switches: VoiceSwitches,
    private readonly faults: FaultsService,
  ) {}

  onModuleInit(): void {
    this.door.serve({
      vendor: 'cartesia',
      path: '/cartesia/tts/websocket',
      refuse: (request) => this.refusal(request),
      accept: (socket, request) => this.accept(socket, request),
    });
  }

  private refusal(request: IncomingMessage): Refusal | undefined {
    try {
      this.keys.check(request);
      return undefined;
    } catch (error) {
      if (!(error instanceof CartesiaError)) throw error;
      return { status: error.getStatus(), body: error.describe(versionOf(request)) };
    }
  }

  private accept(socket: VendorSocket, request: IncomingMessage): void {
    const speech = new SpeechSocket({
      version: versionOf(request),
      voice: this.voice,
      switches: () => this.switches.of('cartesia'),
      faults: this.faults.of('cartesia'),
      send: (event, flags) => socket.send(event, flags),
      hangUp: (code, reason) => socket.close(code, reason),
      onReceived: (type) => socket.received(type),
      onFault: (error) => this.logger.error('fault in a speaking session', { err: error }),
    });
    socket.listen({
      text: (text) => speech.message(text),
      binary: (bytes) => speech.message(bytes.toString()),
      closed: () => speech.close(),
    });
  }
}
