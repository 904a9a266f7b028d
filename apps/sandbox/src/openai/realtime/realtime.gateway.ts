import type { IncomingMessage } from 'node:http';
import { Logger } from '@nestjs/common';
import type { OnModuleInit } from '@nestjs/common';
import type { FaultsService } from '../../control/faults.service.js';
import type { SocketDoor } from '../../sockets/socket-door.service.js';
import type { VendorSocket } from '../../sockets/vendor-socket.js';
import { bearerKey } from '../openai-keys.service.js';
import type { OpenAiKeysService } from '../openai-keys.service.js';
import { BetaShapeDisabled, ModelNotFound, OpenAiError } from '../openai.errors.js';
import { TranscriptionSession } from '../transcription/transcription-session.js';
import { firstSettings } from '../transcription/transcription-settings.js';
import type { RealtimeDialect } from './realtime-dialect.js';
import { RealtimeSession } from './realtime-session.js';
import { stamp } from './server-event.js';
import type { SessionParts } from './session-parts.service.js';
import type { SessionSettings } from './session-settings.js';
import { bind, refusal } from './session-socket.js';
import type { Peer } from './session-socket.js';
import type { TurnLogService } from './turn-log.service.js';

export interface RealtimeGatewayParts {
  door: SocketDoor;
  keys: OpenAiKeysService;
  parts: SessionParts;
  turns: TurnLogService;
  faults: FaultsService;
}

/** `WS …/v1/realtime` of one vendor: puts a session behind each socket. */
export class RealtimeGateway implements OnModuleInit {
  private readonly logger = new Logger(RealtimeGateway.name);

  constructor(
    private readonly dialect: RealtimeDialect,
    private readonly has: RealtimeGatewayParts,
  ) {}

  onModuleInit(): void {
    const { vendor, path, subprotocol } = this.dialect;
    this.has.door.serve({
      vendor,
      path,
      subprotocol,
      accept: (socket, request) => bind(socket, this.peer(socket, request)),
    });
  }

  private peer(socket: VendorSocket, request: IncomingMessage): Peer {
    const { searchParams } = new URL(request.url ?? '/', 'http://sandbox');
    const model = searchParams.get('model') ?? undefined;
    try {
      const key = this.keyOf(request);
      return searchParams.get('intent') === 'transcription'
        ? this.transcription(socket, model, request)
        : this.session(socket, this.settingsFor(key, model), request);
    } catch (error) {
      if (error instanceof OpenAiError) return refusal(socket, error);
      throw error;
    }
  }

  /** @throws OpenAiError when the connection is not to be had. */
  private keyOf({ headers }: IncomingMessage): string | undefined {
    const { keyInSubprotocol } = this.dialect;
    const offered = headers['sec-websocket-protocol']?.split(/\s*,\s*/) ?? [];
    const fromBrowser = offered.find((protocol) => protocol.startsWith(keyInSubprotocol));
    const key = bearerKey(headers.authorization) ?? fromBrowser?.slice(keyInSubprotocol.length);
    if (headers['openai-beta'] !== undefined) throw new BetaShapeDisabled();
    this.has.keys.check(key);
    return key;
  }

  /** @throws ModelNotFound */
  private settingsFor(key: string | undefined, asked: string | undefined): SessionSettings {
    const settings = (key && this.has.keys.settingsOf(key)) || this.dialect.defaults;
    const model = asked ?? settings.model;
    if (!this.dialect.isModel(model)) throw new ModelNotFound(model);
    return { ...settings, model };
  }

  private session(socket: VendorSocket, settings: SessionSettings, request: IncomingMessage): Peer {
    const { parts } = this.has;
    const { read, write } = this.dialect;
    return new RealtimeSession({
      ...this.common(socket, request),
      settings,
      voice: parts.voice,
      newDialogue: () => parts.newDialogue(),
      translate: read,
      send: (event) => {
        const said = write(event);
        if (said) socket.send(stamp(said), { piece: event.type === 'response.output_audio.delta' });
      },
    });
  }

  /** @throws ModelNotFound */
  private transcription(socket: VendorSocket, model: string | undefined, request: IncomingMessage): Peer {
    return new TranscriptionSession({
      ...this.common(socket, request),
      settings: firstSettings(model),
      send: (event) => {
        const piece = event.type === 'conversation.item.input_audio_transcription.delta';
        socket.send(stamp(event), { piece });
      },
    });
  }

  private common(socket: VendorSocket, request: IncomingMessage) {
    const { parts, turns, faults } = this.has;
    return {
      switches: parts.switches,
      ear: parts.ear,
      faults: faults.facing(this.dialect.vendor, request),
      turns,
      hangUp: (code: number, reason: string) => socket.close(code, reason),
      onReceived: (type: string) => socket.received(type),
      onFault: (error: unknown) => this.logger.error('fault in a realtime session', { err: error }),
    };
  }
}
