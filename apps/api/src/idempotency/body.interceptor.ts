import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request, Response } from 'express';
import { defer, lastValueFrom, of } from 'rxjs';
import type { Observable } from 'rxjs';
import { BadInput } from '#problem';
import type { KeptAnswer, KeyedRequest } from '#store';
import { BodyReader } from '../http/body-reader.js';
import type { BodyRule } from '../http/body-rule.js';
import { networkOf } from '../limits/network-of.js';
import { IdempotentRequests } from './idempotent-requests.js';

/** Where a handler has the rule that its body is read by. */
export const BODY_RULE = Symbol('body rule');
/** What a repeat has to be told beside the body. */
const KEPT_HEADERS = ['cache-control', 'location', 'x-parley-simulated'];
const KEY = /^[\x21-\x7e]{1,255}$/;

type Answer = Observable<unknown>;

/**
 * Reads the body, and honours `Idempotency-Key` on every POST of a caller: a phone that lost the answer asks again, and has one
 * session and not two. What has to be the same for that is known once the body has been read. It is no
 * middleware, so that it happens after the guards: whoever may not call learns that, and not what is wrong with the body.
 */
@Injectable()
export class BodyInterceptor implements NestInterceptor {
  constructor(
    private readonly reflector: Reflector,
    private readonly bodies: BodyReader,
    private readonly requests: IdempotentRequests,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler<unknown>): Answer | Promise<Answer> {
    const request = context.switchToHttp().getRequest<Request>();
    const response = context.switchToHttp().getResponse<Response>();
    const rule = this.reflector.get<BodyRule>(BODY_RULE, context.getHandler());
    const reading = this.bodies.read(request, response, rule);
    return reading
      ? reading.then(() => this.once(request, response, next))
      : this.once(request, response, next);
  }

  private once(request: Request, response: Response, next: CallHandler<unknown>): Answer | Promise<Answer> {
    const given = request.header('idempotency-key');
    if (given === undefined || request.method !== 'POST' || !request.caller) return next.handle();
    return this.answerOnce(keyed(request, given), response, next);
  }

  private async answerOnce(
    request: KeyedRequest,
    response: Response,
    next: CallHandler<unknown>,
  ): Promise<Answer> {
    const { answer, replayed } = await this.requests.once(request, async () => {
      const body = await lastValueFrom(next.handle(), { defaultValue: undefined });
      return kept(response, body);
    });
    return defer(() => of(replay(response, answer, replayed)));
  }
}

/** @throws BadInput when the key cannot be one. */
function keyed(request: Request, given: string): KeyedRequest {
  if (!KEY.test(given)) {
    const message = 'Idempotency-Key must be 1 to 255 visible ASCII characters';
    throw new BadInput([{ field: 'Idempotency-Key', message }]);
  }
  const { caller, ip = '', method, originalUrl } = request;
  const body: unknown = request.body;
  // A key is its caller's own: nobody gets another's answer by guessing "1". Those without a name are told apart by address.
  const owner = caller?.kind === 'anonymous' ? networkOf(ip) : caller?.keyName;
  return {
    tenantId: caller?.tenantId ?? '',
    route: `${method} ${request.path}`,
    key: sha256([owner, given]),
    requestHash: sha256([originalUrl, body]),
  };
}

function kept(response: Response, body: unknown): KeptAnswer {
  const headers = KEPT_HEADERS.flatMap((name) => {
    const value = response.getHeader(name);
    return value === undefined ? [] : [[name, String(value)]];
  });
  return {
    status: response.statusCode,
    headers: Object.fromEntries(headers) as Record<string, string>,
    body: body === undefined ? null : JSON.stringify(body),
  };
}

function replay(response: Response, { status, headers, body }: KeptAnswer, replayed: boolean): unknown {
  response.status(status);
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  if (replayed) response.setHeader('Idempotency-Replayed', 'true');
  return body === null ? undefined : (JSON.parse(body) as unknown);
}

function sha256(parts: unknown[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}
