import { Injectable } from '@nestjs/common';
import type { CanActivate, ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import { bearerKey, OpenAiKeysService } from './openai-keys.service.js';

@Injectable()
export class OpenAiKeyGuard implements CanActivate {
  constructor(private readonly keys: OpenAiKeysService) {}

  canActivate(context: ExecutionContext): boolean {
    this.keys.check(bearerKey(context.switchToHttp().getRequest<Request>().headers.authorization));
    return true;
  }
}
