import { ApiProperty } from '@nestjs/swagger';
import type { ModelNotice, ProviderInfo, ProviderKind, VendorName, VendorState } from '#providers';

const KINDS = ['stt', 'llm', 'tts', 'realtime'] as const satisfies readonly ProviderKind[];
// In an order of our own: that of a union's members is the compiler's, and changes with what it has read before.
const NAMES = [
  'assemblyai',
  'cartesia',
  'deepgram',
  'elevenlabs',
  'grok',
  'openai',
  'xai',
] as const satisfies readonly VendorName[];
const STATES = ['real', 'simulated', 'off'] as const satisfies readonly VendorState[];

/** A model that its vendor stops. From that day on agents that name none have its successor. */
export class ModelNoticeDto implements ModelNotice {
  vendor!: string;
  /** @example gpt-4o-mini */
  model!: string;
  /** The day, UTC. @example 2027-01-14 */
  stopsOn!: string;
  successor!: string;
  /** The successor is spoken with in another way, so that it does not take the place by itself. */
  isElsewhere!: boolean;
  /** Where that is written. */
  source!: string;
  /** Whether the vendor itself wrote it. */
  firstHand!: boolean;
  hasStopped!: boolean;
}

export class ProviderModelDto {
  /** @example nova-3 */
  name!: string;
  @ApiProperty({ type: ModelNoticeDto, nullable: true })
  notice!: ModelNoticeDto | null;
}

export class ProviderDto implements ProviderInfo {
  @ApiProperty({ enum: KINDS })
  kind!: ProviderKind;
  @ApiProperty({ enum: NAMES, example: 'deepgram' })
  vendor!: VendorName;
  /** `off`: it has no key, and no sandbox stands in. */
  @ApiProperty({ enum: STATES })
  state!: VendorState;
  /** What makes it real. @example DEEPGRAM_API_KEY */
  variable!: string;
  /** Those that are used where an agent names none. */
  models!: ProviderModelDto[];
}

export class ProviderListDto {
  items!: ProviderDto[];
}
