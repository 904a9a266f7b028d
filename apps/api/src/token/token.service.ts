import { setTimeout as pause } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';
import {
  VendorFault,
  openAiAccess,
  OpenAiConfig,
  Patience,
  ProviderNotConfigured,
  VendorBreakers,
} from '#providers';
import type { VendorAccess } from '#providers';
import { createClientSecret } from './client-secret.js';
import type { ClientSecret } from './client-secret.js';
import { UpstreamFailed } from './token.errors.js';

/** A secret this close to its end is no use to a client any more. */
const RENEW_BEFORE_MS = 60_000;
/** A caller who waits for a secret waits for repeats this long. */
const REPEAT_WITHIN_MS = 2_000;

export interface GivenSecret extends ClientSecret {
  /** The sandbox made it. */
  simulated: boolean;
}

/** One client secret for everybody until it is about to expire, and never two requests for it at a time. */
@Injectable()
export class TokenService {
  private readonly logger = new Logger(TokenService.name);
  private kept?: ClientSecret;
  private renewal?: Promise<ClientSecret>;

  constructor(
    private readonly config: OpenAiConfig,
    private readonly breakers: VendorBreakers,
  ) {}

  /** @throws ProviderNotConfigured @throws UpstreamFailed */
  async clientSecret(): Promise<GivenSecret> {
    const access = openAiAccess(this.config);
    if (!access) throw new ProviderNotConfigured('OpenAI', 'OPENAI_API_KEY');
    const secret = this.config.tokenShared ? await this.shared(access) : await this.create(access);
    return { ...secret, simulated: access.simulated };
  }

  private async shared(access: VendorAccess): Promise<ClientSecret> {
    if (this.kept && this.kept.expires_at * 1_000 - Date.now() > RENEW_BEFORE_MS) return this.kept;
    this.renewal ??= this.renew(access);
    return this.renewal;
  }

  private async renew(access: VendorAccess): Promise<ClientSecret> {
    try {
      this.kept = await this.create(access);
      this.logger.log('client secret renewed', { expiresAt: this.kept.expires_at });
      return this.kept;
    } finally {
      this.renewal = undefined;
    }
  }

  /** A secret too many does no harm: OpenAI may be asked again. */
  private async create(access: VendorAccess): Promise<ClientSecret> {
    const model = this.config.currentRealtimeModel();
    const { voice } = this.config;
    const patience = new Patience({ waitAtMostMs: REPEAT_WITHIN_MS });
    for (;;) {
      try {
        return await this.breakers.of('openai').run(() => createClientSecret(access, { model, voice }));
      } catch (error) {
        if (!(error instanceof VendorFault)) throw error;
        const pauseMs = patience.pauseMs(error);
        if (pauseMs === undefined || error.reason === 'left_alone')
          throw new UpstreamFailed('OpenAI', error.detail ?? error.message);
        this.logger.warn('client secret could not be made', { reason: error.message, pauseMs });
        await pause(pauseMs);
      }
    }
  }
}
