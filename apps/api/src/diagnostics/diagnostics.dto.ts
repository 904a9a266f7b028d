import { ApiProperty } from '@nestjs/swagger';

export class DiagnosedLivekitDto {
  /** Whether it is set; so are the others. */
  url!: boolean;
  api_key!: boolean;
  api_secret!: boolean;
}

/** Who does what for agents that name nobody. */
export class DiagnosedProvidersDto {
  /** @example deepgram */
  stt!: string;
  /** @example cartesia */
  tts!: string;
  /** @example grok */
  llm!: string;
  @ApiProperty({ type: 'string', nullable: true, example: 'alloy' })
  tts_voice!: string | null;
}

/** What Django is told by this process; of the caller's tenant. */
export class DiagnosedPersistenceDto {
  /** For callers with the scope read; null for others. */
  @ApiProperty({ type: 'string', nullable: true })
  django_base_url!: string | null;
  configured!: boolean;
  /** Seconds since 1970. */
  @ApiProperty({ type: 'number', nullable: true })
  last_ingest_ts!: number | null;
  /** Since the process started. */
  @ApiProperty({ type: 'integer' })
  event_count!: number;
  /** The last hundred, for callers with the scope read. */
  session_ids!: string[];
}

export class DiagnosticsDto {
  livekit!: DiagnosedLivekitDto;
  providers!: DiagnosedProvidersDto;
  persistence!: DiagnosedPersistenceDto;
}
