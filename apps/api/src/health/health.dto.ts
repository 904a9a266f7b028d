import { ApiProperty } from '@nestjs/swagger';

const PART_STATES = ['ok', 'simulated', 'off', 'warning', 'wrong'] as const;
const VENDOR_STATES = ['real', 'simulated', 'off'] as const;

export class VendorDto {
  /** @example openai */
  name!: string;
  /** Talked to for real, played by the sandbox, or not available. */
  @ApiProperty({ enum: VENDOR_STATES, example: 'simulated' })
  state!: (typeof VENDOR_STATES)[number];
  /** The variables that make it real. @example ["OPENAI_API_KEY"] */
  variables!: string[];
}

export class HealthConfigDto {
  /** @example development */
  environment!: string;
  /** Whether rooms are configured. */
  livekit!: boolean;
  vendors!: VendorDto[];
}

export class HealthDto {
  /** Always `ok`: the process answers. */
  @ApiProperty({ example: 'ok' })
  status!: string;
  /** ISO 8601, UTC. @example 2026-11-21T09:30:00.000Z */
  timestamp!: string;
  /** Whole seconds since the start. */
  @ApiProperty({ type: 'integer', example: 60 })
  uptime!: number;
  /** @example parley-api */
  service!: string;
  /** @example 0.1.0 */
  version!: string;
  config!: HealthConfigDto;
}

export class LiveDto {
  @ApiProperty({ example: 'ok' })
  status!: string;
}

export class DatabaseHealthDto {
  @ApiProperty({ enum: ['up', 'down'] })
  status!: 'up' | 'down';
  /** @example sqlite */
  kind!: string;
  /** Milliseconds; null when there was no answer. */
  @ApiProperty({ type: 'number', nullable: true, example: 0.2 })
  pingMs!: number | null;
}

/** How many leads, quotes and the like are not delivered. */
export class OutboxHealthDto {
  /** On their way: tried again until they arrive. */
  @ApiProperty({ type: 'integer' })
  pending!: number;
  /** Wait for another item, or for somebody to set something right. */
  @ApiProperty({ type: 'integer' })
  blocked!: number;
  /** Went out and got no answer: somebody has to look. */
  @ApiProperty({ type: 'integer' })
  unknown!: number;
  /** Refused, or too old. */
  @ApiProperty({ type: 'integer' })
  dead!: number;
}

export class LivekitHealthDto {
  /** `off`: not configured, there are no rooms. */
  @ApiProperty({ enum: ['up', 'down', 'off'] })
  status!: 'up' | 'down' | 'off';
  /** What it needs. @example ["LIVEKIT_URL", "LIVEKIT_API_KEY", "LIVEKIT_API_SECRET"] */
  variables!: string[];
  /** Why it is down: `ECONNREFUSED`, `timeout`, `401 unauthenticated`. Null while it is not. */
  @ApiProperty({ type: 'string', nullable: true })
  reason!: string | null;
}

/** A part in the words of `npm run doctor`. */
export class PartHealthDto {
  /** @example database */
  part!: string;
  /** `warning`: it works, and somebody should know. `wrong`: it does not. */
  @ApiProperty({ enum: PART_STATES })
  state!: (typeof PART_STATES)[number];
  /** What is not well; null when nothing is. */
  @ApiProperty({ type: 'string', nullable: true })
  problem!: string | null;
  /** How to mend it, or what turns it on; null when there is nothing to do. It names the variable. */
  @ApiProperty({ type: 'string', nullable: true })
  cure!: string | null;
}

export class ReadyDto {
  /** `unavailable` when the database or LiveKit is down. */
  @ApiProperty({ enum: ['ok', 'unavailable'] })
  status!: 'ok' | 'unavailable';
  /** @example parley-api */
  service!: string;
  /** @example 0.1.0 */
  version!: string;
  database!: DatabaseHealthDto;
  /** Null when the database does not say. */
  @ApiProperty({ type: OutboxHealthDto, nullable: true })
  outbox!: OutboxHealthDto | null;
  livekit!: LivekitHealthDto;
  vendors!: VendorDto[];
  /** All of the above and more, each with what is not well and the cure. */
  parts!: PartHealthDto[];
}

export class AboutDto {
  /** @example Parley */
  name!: string;
  /** @example parley-api */
  service!: string;
  /** @example 0.1.0 */
  version!: string;
  message!: string;
  /** @example running */
  status!: string;
  /** What there is to use. */
  services!: string[];
  /** Where to go. */
  @ApiProperty({ type: 'object', additionalProperties: { type: 'string' } })
  endpoints!: Record<string, string>;
  /** @example /docs */
  docs!: string;
}
