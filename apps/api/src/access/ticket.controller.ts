import { Controller, Header, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ReadsBody } from '../idempotency/reads-body.decorator.js';
import { CurrentCaller } from './caller.js';
import type { Caller } from './caller.js';
import { Scopes } from './scopes.decorator.js';
import { TicketDto } from './ticket.dto.js';
import { Tickets } from './tickets.js';

@ApiTags('Sockets')
@Controller('ws/ticket')
export class TicketController {
  constructor(private readonly tickets: Tickets) {}

  /**
   * A ticket for one WebSocket.
   *
   * @remarks For browsers, which can send no key when they open a socket: open it with `?ticket=…` within a minute. A ticket works
   * once, and for whoever got it.
   */
  @Post()
  @Scopes('session', 'read')
  @ReadsBody({ fields: 'none' })
  @Header('Cache-Control', 'no-store')
  issue(@CurrentCaller() caller: Caller): TicketDto {
    const { ticket, expiresAt } = this.tickets.issue(caller);
    return { ticket, expiresAt: new Date(expiresAt).toISOString() };
  }
}
