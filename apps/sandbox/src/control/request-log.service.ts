import { Injectable } from '@nestjs/common';
import type { LoggedRequestDto, RequestLogDto, RequestLogQueryDto } from './request-log.dto.js';

const KEPT_REQUESTS = 2_000;

/** What the vendors were asked lately: the newest requests, without credentials, words or sound. */
@Injectable()
export class RequestLogService {
  private readonly requests: LoggedRequestDto[] = [];
  private lastId = 0;

  /** The entry may be filled in further while the request goes on. */
  begin(request: Pick<LoggedRequestDto, 'vendor' | 'method' | 'path' | 'query'>): LoggedRequestDto {
    const entry: LoggedRequestDto = {
      id: ++this.lastId,
      at: new Date().toISOString(),
      ...request,
      status: null,
      durationMs: null,
      body: null,
      events: null,
    };
    this.requests.push(entry);
    if (this.requests.length > KEPT_REQUESTS) this.requests.shift();
    return entry;
  }

  find({ vendor, method, path, status, after, limit }: RequestLogQueryDto): RequestLogDto {
    const matching = this.requests.filter(
      (entry) =>
        (vendor === undefined || entry.vendor === vendor) &&
        (method === undefined || entry.method === method.toUpperCase()) &&
        (path === undefined || entry.path.includes(path)) &&
        (status === undefined || entry.status === status) &&
        (after === undefined || entry.id > after),
    );
    return { items: matching.slice(-limit), total: matching.length };
  }

  clear(): void {
    this.requests.length = 0;
  }
}
