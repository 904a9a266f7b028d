import { Injectable } from '@nestjs/common';
import { LivekitConfig } from '#livekit';
import { ChoiceConfig, defaultChoices } from '#providers';
import { mayAny } from '../access/caller.js';
import type { Caller } from '../access/caller.js';
import { DjangoConfig } from '../django/django.config.js';
import { DjangoTally } from '../django/django-tally.js';
import type {
  DiagnosedLivekitDto,
  DiagnosedPersistenceDto,
  DiagnosedProvidersDto,
  DiagnosticsDto,
} from './diagnostics.dto.js';

@Injectable()
export class DiagnosticsService {
  constructor(
    private readonly livekitConfig: LivekitConfig,
    private readonly choice: ChoiceConfig,
    private readonly django: DjangoConfig,
    private readonly tally: DjangoTally,
  ) {}

  diagnose(caller: Caller): DiagnosticsDto {
    return {
      livekit: this.livekit(),
      providers: this.providers(),
      persistence: this.persistence(caller),
    };
  }

  private livekit(): DiagnosedLivekitDto {
    const { url, apiKey, apiSecret } = this.livekitConfig;
    return { url: Boolean(url), api_key: Boolean(apiKey), api_secret: Boolean(apiSecret) };
  }

  private providers(): DiagnosedProvidersDto {
    const first = (kind: 'stt' | 'tts' | 'llm') => defaultChoices(kind, this.choice)[0]?.vendor ?? '';
    return {
      stt: first('stt'),
      tts: first('tts'),
      llm: first('llm'),
      tts_voice: this.choice.ttsVoice ?? null,
    };
  }

  /** Seed S4 tells it everybody; addresses and the sessions of others are not everybody's business. */
  private persistence(caller: Caller): DiagnosedPersistenceDto {
    const { access } = this.django;
    const { lastAt, events, sessionIds } = this.tally.of(caller.tenantId);
    const mayRead = mayAny(caller, ['read']);
    return {
      django_base_url: (mayRead && access?.baseUrl) || null,
      configured: access !== undefined,
      last_ingest_ts: lastAt === null ? null : lastAt / 1_000,
      event_count: events,
      session_ids: mayRead ? [...sessionIds] : [],
    };
  }
}
