import { Module } from '@nestjs/common';
import { openAiConfig } from '#providers';
import { TokenController } from './token.controller.js';
import { TokenService } from './token.service.js';

@Module({
  controllers: [TokenController],
  providers: [openAiConfig, TokenService],
})
export class TokenModule {}
