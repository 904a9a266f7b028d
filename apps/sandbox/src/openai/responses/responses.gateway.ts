import type { IncomingMessage } from 'node:http';
import { Injectable, Logger } from '@nestjs/common';
import type { OnModuleInit } from '@nestjs/common';
import { FaultsService } from '../../control/faults.service.js';
import { spoilStream } from '../../control/spoil-stream.js';
import { SocketDoor } from '../../sockets/socket-door.service.js';
import type { VendorSocket } from '../../sockets/vendor-socket.js';
import { bearerKey, OpenAiKeysService } from '../openai-keys.service.js';
import { failureOf, OpenAiError } from '../openai.errors.js';
import { ResponsesSocket } from './responses-socket.js';
import { ResponsesService } from './responses.service.js';

const CLOSE_REFUSED = 3000;

/** `WS /openai/v1/responses`: the Responses API on a socket that stays open between responses. */
@Injectable()
export class ResponsesGateway implements OnModuleInit {
  private readonly logger = new Logger(ResponsesGateway.name);

  constructor(
    private readonly door: SocketDoor,
    private readonly keys: OpenAiKeysService,
    private readonly responses: ResponsesService,
    private readonly faults: FaultsService,
  ) {}

  onModuleInit(): void {
    this.door.serve({
      vendor: 'openai',
      path: '/openai/v1/responses',
      accept: (socket, request) => this.accept(socket, request),
    });
  }

  private accept(socket: VendorSocket, request: IncomingMessage): void {
    const refusal = this.refusalOf(request);
    const faults = this.faults.facing('openai', request);
    const peer = new ResponsesSocket({
      respond: (asked, signal) =>
        spoilStream(this.responses.respond(asked, faults, signal), { faults, isPiece, signal }),
      send: (event) => socket.send(event, { piece: isPiece(event) }),
      onFault: (error) => this.logger.error('fault in a response', { err: error }),
    });
    socket.listen({
      text: (text) => {
        socket.received('response.create');
        if (!refusal) return peer.receive(text);
        // As late as this: what is sent in the tick of the upgrade is lost to clients that listen afterwards.
        peer.refuse(refusal);
        socket.close(CLOSE_REFUSED, 'invalid_request_error.invalid_api_key');
      },
      binary: () => peer.refuse(new OpenAiError(400, failureOf(400))),
      closed: () => peer.close(),
    });
  }

  private refusalOf({ headers }: IncomingMessage): OpenAiError | undefined {
    try {
      this.keys.check(bearerKey(headers.authorization));
      return undefined;
    } catch (error) {
      if (error instanceof OpenAiError) return error;
      throw error;
    }
  }
}

function isPiece({ type }: { type: string }): boolean {
  return type.endsWith('.delta');
}
