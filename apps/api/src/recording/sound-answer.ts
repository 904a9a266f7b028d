import { HttpStatus } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { ByteRange } from '#recording';
import { RangeNotSatisfiable } from './recording.errors.js';

/** `bytes=0-499`, `bytes=500-`, or the last so many: `bytes=-500`. */
const ONE_RANGE = /^bytes=(\d*)-(\d*)$/;
export const OGG_OPUS = 'audio/ogg; codecs=opus';

/** A file of so many bytes, and what tells it from what it was before. */
export interface SoundFile {
  bytes: number;
  etag: string;
}

/**
 * Writes the headers of an answer with a file or a part of it (RFC 9110, section 14).
 *
 * @returns the bytes that belong into it; undefined where it has none
 * @throws RangeNotSatisfiable
 */
export function answerWith(
  { bytes, etag }: SoundFile,
  request: Request,
  response: Response,
): ByteRange | undefined {
  response.setHeader('Accept-Ranges', 'bytes');
  response.setHeader('ETag', etag);
  // Somebody's voice: it is theirs who may read it, and is asked for again when it may be gone.
  response.setHeader('Cache-Control', 'private, no-cache');
  if (hasAlready(request, etag)) {
    response.status(HttpStatus.NOT_MODIFIED);
    return undefined;
  }
  const range = rangeOf(request, { bytes, etag }, response);
  const { start, end } = range ?? { start: 0, end: bytes - 1 };
  if (range) {
    response.status(HttpStatus.PARTIAL_CONTENT);
    response.setHeader('Content-Range', `bytes ${start}-${end}/${bytes}`);
  }
  response.setHeader('Content-Type', OGG_OPUS);
  response.setHeader('Content-Length', end - start + 1);
  return request.method === 'HEAD' ? undefined : { start, end };
}

/** Whatever caches on the way were told: a client that reloads sends the tag along, and need not get the same again. */
function hasAlready(request: Request, etag: string): boolean {
  const tags = request.headers['if-none-match']?.split(',') ?? [];
  return tags.some((tag) => tag.trim().replace(/^W\//, '') === etag);
}

/** Undefined for all of it: where nothing else is asked for, several ranges are, or one of a file that has become another. */
function rangeOf(request: Request, { bytes, etag }: SoundFile, response: Response): ByteRange | undefined {
  const condition = request.headers['if-range'];
  if (condition !== undefined && condition !== etag) return undefined;
  const [, first, last] = ONE_RANGE.exec(request.headers.range ?? '') ?? [];
  if (first === undefined || last === undefined || (first === '' && last === '')) return undefined;
  const range =
    first === ''
      ? { start: Math.max(0, bytes - Number(last)), end: bytes - 1 }
      : { start: Number(first), end: last === '' ? bytes - 1 : Math.min(Number(last), bytes - 1) };
  // Its end before its beginning is no range at all.
  if (first !== '' && last !== '' && Number(last) < Number(first)) return undefined;
  if (range.start < bytes) return range;
  response.setHeader('Content-Range', `bytes */${bytes}`);
  throw new RangeNotSatisfiable(bytes);
}
