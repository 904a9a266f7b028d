import type { IncomingMessage } from 'node:http';
import { Injectable, Logger } from '@nestjs/common';
import type { OnModuleInit } from '@nestjs/common';
import { FaultsService } from '../../control/faults.service.js';
import { SocketDoor } from '../../sockets/socket-door.service.js';
import type { VendorSocket } from '../../sockets/vendor-socket.js';
import { isRealtimeModel } from '../models.js';
import { bearerKey, OpenAiKeysService } from '../openai-keys.service.js';
import { BetaShapeDisabled, ModelNotFound, OpenAiError } from '../openai.errors.js';
import { RealtimeSession } from './realtime-session.js';
import { errorEvent, stamp } from './server-event.js';
import type { ServerEvent } from './server-event.js';
import { SessionParts } from './session-parts.service.js';
import { DEFAULT_SETTINGS } from './session-settings.js';
import type { SessionSettings } from './session-settings.js';
import { TurnLogService } from './turn-log.service.js';

/** Clients attach their listeners after the upgrade; what is sent before that is lost. */
const FIRST_WORD_AFTER_MS = 20;
const KEY_SUBPROTOCOL = 'openai-insecure-api-key.';
const CLOSE_REFUSED = 3000;
const CLOSE_BETA = 4000;

interface Peer {
  /** The server's first words; once, and not in the tick of the upgrade. */
  open(): void;
  receive(text: string): void;
  close(): void;
}

/** `WS /openai/v1/realtime`: puts a session behind each socket. */
@Injectable()
export class RealtimeGateway implements OnModuleInit {
  private readonly logger = new Logger(RealtimeGateway.name);

  constructor(
    private readonly door: SocketDoor,
    private readonly keys: OpenAiKeysService,
    private readonly parts: SessionParts,
    private readonly turns: TurnLogService,
    private readonly faults: FaultsService,
  ) {}

  onModuleInit(): void {
    this.door.serve({
      vendor: 'openai',
      path: '/openai/v1/realtime',
      subprotocol: 'realtime',
      accept: (socket, request) => bind(socket, this.peer(socket, request)),
    });
  }

  private peer(socket: VendorSocket, request: IncomingMessage): Peer {
    try {
      return this.session(socket, this.settingsFor(request), request);
    } catch (error) {
      if (error instanceof OpenAiError) return refusal(socket, error);
      throw error;
    }
  }

  /** @throws OpenAiError when the connection is not to be had. */
  private settingsFor({ headers, url }: IncomingMessage): SessionSettings {
    const offered = headers['sec-websocket-protocol']?.split(/\s*,\s*/) ?? [];
    const fromBrowser = offered.find((protocol) => protocol.startsWith(KEY_SUBPROTOCOL));
    const key = bearerKey(headers.authorization) ?? fromBrowser?.slice(KEY_SUBPROTOCOL.length);
    if (headers['openai-beta'] !== undefined) throw new BetaShapeDisabled();
    this.keys.check(key);
    const settings = (key && this.keys.settingsOf(key)) || DEFAULT_SETTINGS;
    const model = new URL(url ?? '/', 'http://sandbox').searchParams.get('model') ?? settings.model;
    if (!isRealtimeModel(model)) throw new ModelNotFound(model);
    return { ...settings, model };
  }

  private session(socket: VendorSocket, settings: SessionSettings, request: IncomingMessage): Peer {
    const { switches, ear, voice } = this.parts;
    return new RealtimeSession({
      settings,
      switches,
      ear,
      voice,
      newDialogue: () => this.parts.newDialogue(),
      faults: this.faults.facing('openai', request),
      turns: this.turns,
      send: (event) => send(socket, event),
      hangUp: (code, reason) => socket.close(code, reason),
      onReceived: (type) => socket.received(type),
      onFault: (error) => this.logger.error('fault in a realtime session', { err: error }),
    });
  }
}

function bind(socket: VendorSocket, peer: Peer): void {
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

function send(socket: VendorSocket, event: ServerEvent): void {
  socket.send(stamp(event), { piece: event.type === 'response.output_audio.delta' });
}

/** Refusing the upgrade itself would crash clients that do not listen yet: OpenAI accepts, says why, and hangs up. */
function refusal(socket: VendorSocket, error: OpenAiError): Peer {
  const { type, code } = error.body;
  return {
    open: () => {
      send(socket, errorEvent(error.body));
      const closeCode = error instanceof BetaShapeDisabled ? CLOSE_BETA : CLOSE_REFUSED;
      socket.close(closeCode, `${type}.${code ?? 'invalid_api_key'}`);
    },
    receive: () => undefined,
    close: () => undefined,
  };
}
