import { Body, Controller, HttpCode, HttpStatus, Post, UseGuards } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiTags } from '@nestjs/swagger';
import { Open } from '../access/open.decorator.js';
import { ReadsBody } from '../idempotency/reads-body.decorator.js';
import { LivekitInbox } from './livekit-inbox.js';
import { LivekitWebhookGuard, VouchedHash } from './livekit-webhook.guard.js';

@ApiTags('Webhooks')
@Open('livekit')
@UseGuards(LivekitWebhookGuard)
@Controller('webhooks/livekit')
export class LivekitWebhookController {
  constructor(private readonly inbox: LivekitInbox) {}

  /** What LiveKit tells of rooms and who is in them. Safe to repeat: an id counts once. */
  @Post()
  @HttpCode(HttpStatus.NO_CONTENT)
  @ReadsBody({ as: 'bytes', limitBytes: 1_000_000 })
  @ApiConsumes('application/webhook+json')
  @ApiBody({ schema: { type: 'object', additionalProperties: true } })
  receive(@Body() body: Buffer, @VouchedHash() hash: string): Promise<void> {
    return this.inbox.take(body, hash);
  }
}
