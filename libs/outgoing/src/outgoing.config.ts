import { IsArray, IsBoolean, IsOptional, IsString } from 'class-validator';
import { NotInProduction, provideConfig } from '#config';

export class OutgoingConfig {
  /** Whether a URL of the API may lead to this machine, by http as well. For development and tests. */
  @NotInProduction()
  @IsOptional()
  @IsBoolean()
  toLoopback?: boolean;

  /** Words that leave in no webhook. */
  @IsArray()
  @IsString({ each: true })
  maskedWords: string[] = [];
}

export const outgoingConfig = provideConfig(OutgoingConfig, {
  toLoopback: 'OUTGOING_TO_LOOPBACK',
  maskedWords: 'CONTENT_FILTER_WORDS',
});
