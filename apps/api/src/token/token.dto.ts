import { ApiProperty } from '@nestjs/swagger';

export class ClientSecretDto {
  /** @example ek_68af296e8e408191a1120ab6383263c2 */
  value!: string;
  /** Unix seconds. */
  @ApiProperty({ type: 'integer', example: 1_795_253_400 })
  expires_at!: number;
}

/** A secret a device may use to talk with OpenAI Realtime itself. Once at the top, once as older clients look for it. */
export class TokenDto {
  /** @example ek_68af296e8e408191a1120ab6383263c2 */
  value!: string;
  /** Unix seconds. */
  @ApiProperty({ type: 'integer', example: 1_795_253_400 })
  expires_at!: number;
  client_secret!: ClientSecretDto;
  /** The session that OpenAI prepared, as it came. */
  @ApiProperty({ type: 'object', additionalProperties: true })
  session?: Record<string, unknown>;
}
