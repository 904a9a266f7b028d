import { ApiProperty } from '@nestjs/swagger';
import { TOOL_NAMES } from '#conversation';
import type { AgentDefinition, ProviderChoice, RecordingTerms, ToolName, TurnTaking } from '#conversation';

export const MODES = ['realtime', 'pipeline'] as const;
const DETECTIONS = ['semantic_vad', 'server_vad', 'local'] as const;

/** One vendor for one part of the work. */
export class ProviderChoiceDto implements ProviderChoice {
  /** @example deepgram */
  vendor!: string;
  /** @example nova-3 */
  model?: string;
  voice?: string;
  language?: string;
}

/** Who does what, in the order of trying: the first, and then those to fall back on. */
export class ProvidersDto {
  realtime!: ProviderChoiceDto[];
  stt!: ProviderChoiceDto[];
  llm!: ProviderChoiceDto[];
  tts!: ProviderChoiceDto[];
}

export class DefinedTurnTakingDto implements TurnTaking {
  /** Who finds the end of a turn: the realtime model by meaning or by silence, or Parley. */
  @ApiProperty({ enum: DETECTIONS })
  detection!: (typeof DETECTIONS)[number];
  @ApiProperty({ type: 'integer' })
  minSpeechMs!: number;
  @ApiProperty({ type: 'integer' })
  minSilenceMs!: number;
  @ApiProperty({ type: 'integer' })
  paddingMs!: number;
  interruptions!: boolean;
}

export class DefinedLimitsDto {
  @ApiProperty({ type: 'integer' })
  maxDurationS!: number;
  @ApiProperty({ type: 'integer' })
  idleS!: number;
  /** US dollars; null for no limit. */
  @ApiProperty({ type: 'number', nullable: true })
  money!: number | null;
}

export class DefinedRecordingDto implements RecordingTerms {
  enabled!: boolean;
  /** What the person is told before it begins. */
  notice!: string;
  @ApiProperty({ enum: ['go_on', 'end'] })
  ifRefused!: 'go_on' | 'end';
}

/** What the agent is in this session: request over environment over what is built in, as it was when the session began. */
export class DefinitionDto implements Omit<AgentDefinition, 'schemaVersion' | 'instructions'> {
  /** @example default */
  id!: string;
  name!: string;
  /** What the agent is told to be; for callers that may read all of their tenant's sessions. */
  instructions?: string;
  /** What the agent says first; null when it waits for the person. */
  @ApiProperty({ type: 'string', nullable: true })
  greeting!: string | null;
  @ApiProperty({ enum: MODES })
  mode!: (typeof MODES)[number];
  /** BCP 47, or `auto`. */
  language!: string;
  providers!: ProvidersDto;
  turnTaking!: DefinedTurnTakingDto;
  @ApiProperty({ enum: TOOL_NAMES, isArray: true })
  tools!: ToolName[];
  limits!: DefinedLimitsDto;
  recording!: DefinedRecordingDto;
  /** What cleans the sound that the agent hears, whatever was asked for. */
  @ApiProperty({ enum: ['none'] })
  noiseCancellation!: 'none';
  /** False: the person may come back within the idle limit. */
  closeOnDisconnect!: boolean;
}
