import { IsBoolean } from 'class-validator';
import { provideConfig } from '#config';

export class WebhookConfig {
  /** Whether an agent goes into every room of the LiveKit server that others open. */
  @IsBoolean() autoJoin: boolean = false;
}

export const webhookConfig = provideConfig(WebhookConfig, { autoJoin: 'AGENT_AUTO_JOIN' });
