import { createParamDecorator, Injectable } from '@nestjs/common';
import type { CanActivate, ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import { LivekitWebhooks } from '#livekit';

declare module 'express-serve-static-core' {
  interface Request {
    /** Of the body that LiveKit's signature vouches for. */
    vouchedHash?: string;
  }
}

/** The signature is looked at before the body: who has none does not make us read a megabyte. */
@Injectable()
export class LivekitWebhookGuard implements CanActivate {
  constructor(private readonly webhooks: LivekitWebhooks) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<Request>();
    request.vouchedHash = await this.webhooks.vouchedHash(request.headers.authorization);
    return true;
  }
}

export const VouchedHash = createParamDecorator((_: unknown, context: ExecutionContext): string => {
  const { vouchedHash } = context.switchToHttp().getRequest<Request>();
  if (vouchedHash === undefined) throw new Error('The guard of webhooks was not passed.');
  return vouchedHash;
});
