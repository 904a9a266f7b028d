import { Controller, Get, Header, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { Scopes } from '../access/scopes.decorator.js';
import { TokenDto } from './token.dto.js';
import { TokenService } from './token.service.js';

@ApiTags('Token')
@Controller('token')
export class TokenController {
  constructor(private readonly tokens: TokenService) {}

  /**
   * A secret for OpenAI Realtime.
   *
   * @remarks Short-lived, for a device that talks with OpenAI over WebRTC itself. The same one for all callers until a minute before it
   * expires. `x-parley-simulated: openai` says that the sandbox made it.
   */
  @Get()
  @Scopes('session')
  @Header('Cache-Control', 'no-store')
  async read(@Res({ passthrough: true }) response: Response): Promise<TokenDto> {
    const { simulated, value, expires_at, session } = await this.tokens.clientSecret();
    if (simulated) response.setHeader('X-Parley-Simulated', 'openai');
    return { value, expires_at, client_secret: { value, expires_at }, session };
  }
}
