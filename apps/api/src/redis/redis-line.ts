import { Injectable, Logger } from '@nestjs/common';
import type { OnApplicationShutdown } from '@nestjs/common';
import { Redis } from 'ioredis';
import { RedisConfig } from './redis.config.js';

/** What is asked here stands before every request: an answer that takes longer is no help. */
const ANSWER_WITHIN_MS = 250;
const CONNECT_WITHIN_MS = 3_000;
const LONGEST_PAUSE_MS = 5_000;

/** What the processes of an api know together, where `REDIS_URL` names a place for it. Nothing that may not be lost. */
@Injectable()
export class RedisLine implements OnApplicationShutdown {
  private readonly logger = new Logger(RedisLine.name);
  private readonly client: Redis | undefined;
  private readonly listeners = new Map<string, (message: string) => void>();
  private ear: Redis | undefined;
  private isDown = false;

  constructor({ url }: RedisConfig) {
    if (url === undefined) return;
    this.client = new Redis(url, {
      commandTimeout: ANSWER_WITHIN_MS,
      connectTimeout: CONNECT_WITHIN_MS,
      // What cannot be asked now is not asked later.
      enableOfflineQueue: false,
      maxRetriesPerRequest: 0,
      retryStrategy: (attempt) => Math.min(2 ** attempt * 50, LONGEST_PAUSE_MS),
    });
    this.client.on('error', (error: Error) => this.lost(error));
    this.client.on('ready', () => this.found());
  }

  get isThere(): boolean {
    return this.client?.status === 'ready';
  }

  /** Runs a script on one key. @throws Error when there is no answer in time */
  async run(script: string, key: string, ...args: number[]): Promise<unknown> {
    if (!this.client) throw new Error('REDIS_URL is not set.');
    try {
      return await this.client.eval(script, 1, key, ...args);
    } catch (error) {
      this.lost(error);
      throw error;
    }
  }

  /** To all processes that listen, this one among them. Whoever is not there now is not told later. */
  tell(channel: string, message: string): void {
    if (this.isThere) this.client?.publish(channel, message).catch((error: unknown) => this.lost(error));
  }

  /** What processes tell on a channel, for as long as Redis is there. */
  listen(channel: string, listener: (message: string) => void): void {
    this.listeners.set(channel, listener);
    // Who listens can ask nothing else over the same connection. It listens again by itself after one was lost.
    this.ear ??= this.openEar();
    this.ear?.subscribe(channel).catch((error: unknown) => this.lost(error));
  }

  onApplicationShutdown(): void {
    this.client?.disconnect();
    this.ear?.disconnect();
  }

  private openEar(): Redis | undefined {
    // It waits until there is a Redis to subscribe at, however long that takes.
    const ear = this.client?.duplicate({
      enableOfflineQueue: true,
      commandTimeout: undefined,
      maxRetriesPerRequest: null,
    });
    ear?.on('error', (error: Error) => this.lost(error));
    ear?.on('message', (channel: string, message: string) => this.listeners.get(channel)?.(message));
    return ear;
  }

  /** Said once: it is tried again and again. */
  private lost(error: unknown): void {
    if (this.isDown) return;
    this.isDown = true;
    this.logger.warn('Redis does not answer: every process limits by itself until it does', { err: error });
  }

  private found(): void {
    if (this.isDown) this.logger.log('Redis answers again');
    this.isDown = false;
  }
}
