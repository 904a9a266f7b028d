import { Injectable, UnsupportedMediaTypeException } from '@nestjs/common';
import { json, raw } from 'express';
import type { Request, RequestHandler, Response } from 'express';
import { BadInput } from '#problem';
import type { BodyRule } from './body-rule.js';

/** What checks and copies a body calls itself for every level: a hundred kilobytes of brackets would exhaust its stack. */
const MAX_DEPTH = 32;
const JSON_TYPES = ['application/json', 'application/*+json'];

/** Reads a body by a rule. An empty body is `{}`. */
@Injectable()
export class BodyReader {
  private readonly parsers = new Map<string, RequestHandler>();

  /** @returns undefined when there is nothing to wait for */
  read(request: Request, response: Response, rule: BodyRule): Promise<void> | undefined {
    request.body = rule.as === 'bytes' ? Buffer.alloc(0) : {};
    return hasBody(request) ? this.readAll(request, response, rule) : undefined;
  }

  private async readAll(request: Request, response: Response, rule: BodyRule): Promise<void> {
    if (rule.as === 'bytes') return parse(this.parser(rule), request, response);
    if (!request.is(JSON_TYPES)) {
      if (rule.otherTypes === 'ignore') return;
      throw new UnsupportedMediaTypeException('The body must be JSON, with Content-Type: application/json.');
    }
    await parse(this.parser(rule), request, response);
    if (Array.isArray(request.body)) {
      throw new BadInput([{ field: '', message: 'the body must be a JSON object, not a list' }]);
    }
    if (rule.fields === 'none') refuseFields(request.body as object);
    if (isDeeperThan(MAX_DEPTH, request.body)) {
      throw new BadInput([
        { field: '', message: `the body must not be nested deeper than ${MAX_DEPTH} levels` },
      ]);
    }
  }

  private parser({ as, limitBytes }: BodyRule): RequestHandler {
    const kind = `${as} ${limitBytes}`;
    const known = this.parsers.get(kind);
    if (known) return known;
    const parser =
      as === 'bytes'
        ? raw({ limit: limitBytes, type: () => true })
        : json({ limit: limitBytes, type: JSON_TYPES });
    this.parsers.set(kind, parser);
    return parser;
  }
}

function refuseFields(body: object): void {
  const errors = Object.keys(body).map((field) => ({
    field,
    message: `${field} is not a field of this request`,
  }));
  if (errors.length) throw new BadInput(errors);
}

/** Level by level, without calling itself. */
function isDeeperThan(levels: number, body: unknown): boolean {
  let level: unknown[] = [body];
  for (let depth = 0; depth <= levels; depth += 1) {
    level = level.flatMap(childrenOf);
    if (level.length === 0) return false;
  }
  return true;
}

function childrenOf(value: unknown): unknown[] {
  return typeof value === 'object' && value !== null ? Object.values(value) : [];
}

function parse(parser: RequestHandler, request: Request, response: Response): Promise<void> {
  return new Promise((resolve, reject) => {
    void parser(request, response, (error?: unknown) => {
      if (error === undefined) resolve();
      else reject(error instanceof Error ? error : new Error('The body cannot be read.'));
    });
  });
}

function hasBody({ headers }: Request): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}
