import { IsOptional, IsString } from 'class-validator';
import { provideConfig } from '#config';

export class OrchestrationConfig {
  /** The avatar that a device shows when it names none. */
  @IsOptional()
  @IsString()
  defaultAvatarId?: string;
}

export const orchestrationConfig = provideConfig(OrchestrationConfig, {
  defaultAvatarId: 'LIVEAVATAR_DEFAULT_AVATAR_ID',
});
