import type { IncomingMessage } from 'node:http';
import { Injectable, Logger } from '@nestjs/common';
import type { OnModuleInit } from '@nestjs/common';
import { FaultsService } from '../control/faults.service.js';
import { SocketDoor } from '../sockets/socket-door.service.js';
import type { Refusal } from '../sockets/socket-door.service.js';
import type { VendorSocket } from '../sockets/vendor-socket.js';
import { Voice } from '../speech/voice.js';
import { VoiceSwitches } from '../speech/voice-switches.service.js';
import { ElevenLabsKeyGuard, keyOf } from './elevenlabs-key.guard.js';
import { ElevenLabsError } from './elevenlabs.errors.js';
import { readInputOptions } from './input-options.js';
import { InputSession } from './input-session.js';

const PATH = '/elevenlabs/v1/text-to-speech/{voice}';

/** `WS …/stream-input` and `WS …/multi-stream-input` of a voice. */
@Injectable()
export class ElevenLabsGateway implements OnModuleInit {
  private readonly logger = new Logger(ElevenLabsGateway.name);

  constructor(
    private readonly door: SocketDoor,
    private readonly keys: ElevenLabsKeyGuard,
    private readonly voice: Voice,
    private readonly switches: VoiceSwitches,
    private readonly faults: FaultsService,
  ) {}

  onModuleInit(): void {
    for (const many of [false, true]) {
      this.door.serve({
        vendor: 'elevenlabs',
        path: `${PATH}/${many ? 'multi-stream-input' : 'stream-input'}`,
        refuse: ({ url }) => refusal(url),
        accept: (socket, request) => this.accept(socket, request, many),
      });
    }
  }

  private accept(socket: VendorSocket, request: IncomingMessage, many: boolean): void {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://sandbox');
    const session = new InputSession({
      many,
      input: readInputOptions(searchParams),
      voiceName: decodeURIComponent(pathname.split('/').at(-2) ?? ''),
      voice: this.voice,
      switches: () => this.switches.of('elevenlabs'),
      faults: this.faults.of('elevenlabs'),
      key: keyOf(request),
      checkKey: (key) => this.keys.check(key),
      send: (name, frame, flags) => socket.sendAs(name, frame, flags),
      hangUp: (code, reason) => socket.close(code, reason),
      onReceived: (name) => socket.received(name),
      onFault: (error) => this.logger.error('fault in a speaking session', { err: error }),
    });
    socket.listen({
      text: (text) => session.message(text),
      binary: (bytes) => session.message(bytes.toString()),
      closed: () => session.close(),
    });
  }
}

function refusal(url = '/'): Refusal | undefined {
  try {
    readInputOptions(new URL(url, 'http://sandbox').searchParams);
    return undefined;
  } catch (error) {
    if (!(error instanceof ElevenLabsError)) throw error;
    return { status: error.getStatus(), body: error.body };
  }
}
