import { IsBoolean } from 'class-validator';
import { provideConfig } from '#config';

export class JoiningConfig {
  /** Whether an agent goes into every room of the LiveKit server that others open. */
  @IsBoolean() autoJoin: boolean = false;
}

export const joiningConfig = provideConfig(JoiningConfig, { autoJoin: 'AGENT_AUTO_JOIN' });
