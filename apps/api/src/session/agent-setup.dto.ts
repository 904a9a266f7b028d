import { ApiProperty } from '@nestjs/swagger';

const NAMES = { oneOf: [{ type: 'string' }, { type: 'array', items: { type: 'string' } }] };

/** Who does which part of the work, as seed S1 tells it: by the names that were asked for. Without a word of the prompt. */
export class AgentSetupDto {
  @ApiProperty({ ...NAMES, required: false, example: 'deepgram' })
  stt?: string | string[];
  @ApiProperty({ ...NAMES, required: false, example: 'cartesia' })
  tts?: string | string[];
  @ApiProperty({ ...NAMES, required: false, example: 'gpt-4o-mini' })
  llm?: string | string[];
  /** One model hears and speaks. */
  realtime!: boolean;
  /** As it was asked for; the session's definition says what runs. */
  noise_cancellation_enabled?: boolean;
  noise_cancellation_type?: string;
}
