import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Writable } from 'node:stream';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { Test } from '@nestjs/testing';
import { PARAMS_PROVIDER_TOKEN } from 'nestjs-pino';
import { Dispatches, ParticipantCalls, Rooms } from '#livekit';
import { FakeLivekit } from '#livekit/testing';
import { useLogging } from '#telemetry';
import { LoggingConfig } from '../../../libs/telemetry/src/logging.config.js';
import { pinoOptions } from '../../../libs/telemetry/src/pino-options.js';
import { ApiModule } from '../src/api.module.js';
import { dress } from '../src/dress.js';

export const INGEST_TOKEN = 'an ingest token for the tests'.replaceAll(' ', '-');

/** What a test sets nothing else for. Empty counts as not set, so a developer's own `.env` does not leak in. */
const DEFAULTS = {
  NODE_ENV: 'test',
  SENTRY_DSN: '',
  LOG_LEVEL: 'silent',
  HOST: '',
  API_KEYS: '',
  JWT_SECRET: '',
  JWKS_URL: '',
  JWT_AUDIENCE: '',
  JWT_ISSUER: '',
  ALLOW_ANONYMOUS: '',
  METRICS_TOKEN: '',
  RATE_LIMIT_RPM: '',
  RATE_LIMIT_SESSIONS: '',
  TENANT_LIMIT_RPM: '',
  RATE_LIMIT_MINUTES: '',
  TENANT_LIMIT_SESSIONS: '',
  TENANT_LIMIT_MINUTES: '',
  TENANT_MAX_USD_PER_DAY: '',
  PRICES_FILE: '',
  REDIS_URL: '',
  PUBLIC_URL: '',
  CORS_ORIGINS: '',
  TRUST_PROXY: '',
  SHUTDOWN_GRACE_MS: '5000',
  SHUTDOWN_DELAY_MS: '',
  LIVEKIT_URL: 'ws://127.0.0.1:7880',
  LIVEKIT_PUBLIC_URL: '',
  AGENT_AUTO_JOIN: '',
  LIVEKIT_API_KEY: 'key',
  LIVEKIT_API_SECRET: 'a secret that is long enough for HS256',
  INGEST_TOKEN,
  DJANGO_BASE_URL: '',
  DJANGO_INGEST_TOKEN: '',
  SUPABASE_URL: '',
  SUPABASE_SERVICE_ROLE_KEY: '',
  CHAT_SERVICE_URL: '',
  INTERNAL_SERVICE_TOKEN: '',
  RETENTION_DAYS: '',
  OUTBOX_RETRY_MS: '',
  OUTBOX_RETRY_MAX_MS: '',
  OPENAI_API_KEY: 'sk-test-key-of-nobody',
  OPENAI_BASE_URL: '',
  OPENAI_VOICE: '',
  OPENAI_REALTIME_MODEL: '',
  OPENAI_TOKEN_SHARED: '',
  DEEPGRAM_API_KEY: '',
  ASSEMBLYAI_API_KEY: '',
  CARTESIA_API_KEY: '',
  ELEVEN_API_KEY: '',
  ELEVENLABS_API_KEY: '',
  GROK_API_KEY: '',
  XAI_API_KEY: '',
  OPENROUTER_API_KEY: '',
  GROK_BASE_URL: '',
  GROK_MODEL: '',
  STT_PROVIDER: '',
  TTS_PROVIDER: '',
  LLM_PROVIDER: '',
  TTS_VOICE: '',
  SYSTEM_PROMPT: '',
  VAD_MIN_SPEECH_DURATION: '',
  VAD_MIN_SILENCE_DURATION: '',
  VAD_PADDING_DURATION: '',
  SANDBOX_URL: '',
  OUTGOING_TO_LOOPBACK: '',
  CONTENT_FILTER_WORDS: '',
  CRM_EMAIL: '',
  CRM_PASSWORD: '',
  LIVEAVATAR_DEFAULT_AVATAR_ID: '',
  SESSION_START_TIMEOUT_S: '',
  SESSION_MAX_S: '',
  SESSION_MAX_USD: '',
  LEASE_MS: '',
  TOKEN_TTL_SECONDS: '',
  PHONE_COUNTRY: '',
  MESSAGE_JUDGE_MODEL: '',
  CONTACTS_BY_MODEL: '',
  S3_BUCKET: '',
  RECORDING_RETENTION_DAYS: '',
};

/** Somebody for every part of a pipeline. */
export const PIPELINE_KEYS = { DEEPGRAM_API_KEY: 'dg-of-nobody', CARTESIA_API_KEY: 'sk_car_of_nobody' };

export type Environment = Partial<Record<keyof typeof DEFAULTS | 'DATABASE_URL' | 'RECORDINGS_DIR', string>>;

export interface ApiUnderTest {
  app: NestExpressApplication;
  url: string;
  livekit: FakeLivekit;
  close(): Promise<void>;
}

/** Everything there is to say. */
function loggingOfTests(): LoggingConfig {
  return Object.assign(new LoggingConfig(), { level: 'trace' });
}

/** The api as a whole, on a port of its own with a database of its own; LiveKit is played by a fake, unless that is null. */
export async function startApi(
  environment: Environment = {},
  livekit: FakeLivekit | null = new FakeLivekit(),
  log?: Writable,
): Promise<ApiUnderTest> {
  const folder = await mkdtemp(join(tmpdir(), 'parley-api-'));
  const places = {
    DATABASE_URL: `sqlite:${join(folder, 'api.db')}`,
    RECORDINGS_DIR: join(folder, 'recordings'),
  };
  Object.assign(process.env, places, DEFAULTS, environment);
  const building = Test.createTestingModule({ imports: [ApiModule] });
  if (livekit) {
    building.overrideProvider(Rooms).useValue(livekit.rooms);
    building.overrideProvider(Dispatches).useValue(livekit.dispatches);
    building.overrideProvider(ParticipantCalls).useValue(livekit.calls);
  }
  if (log) {
    building
      .overrideProvider(PARAMS_PROVIDER_TOKEN)
      .useValue({ forRoutes: [], pinoHttp: [pinoOptions('api', loggingOfTests()), log] });
  }
  const module = await building.compile();
  const app = module.createNestApplication<NestExpressApplication>({ bodyParser: false, logger: false });
  if (log) useLogging(app);
  dress(app);
  await app.listen(0, '127.0.0.1');
  return {
    app,
    url: await app.getUrl(),
    livekit: livekit ?? new FakeLivekit(),
    close: async () => {
      await app.close();
      await rm(folder, { recursive: true });
    },
  };
}
