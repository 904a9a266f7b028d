import { Injectable } from '@nestjs/common';
import { PinoLogger } from 'nestjs-pino';

/** What the lines of one request have in common. The names are the same everywhere. */
export interface RequestFields {
  tenant?: string;
  key?: string;
  sessionId?: string;
  conversationId?: string;
  room?: string;
}

@Injectable()
export class RequestLog {
  constructor(private readonly pino: PinoLogger) {}

  /** Adds fields to every later line of the request at hand, its closing line included. Only inside a request. */
  add(fields: RequestFields): void {
    this.pino.assign(fields);
  }
}
