import { IsString, IsUrl, ValidateIf } from 'class-validator';
import { provideConfig } from '#config';
import { PEER_URL } from '../peer/peer-url.js';

const isWanted = ({ url, token }: ChatConfig) => url !== undefined || token !== undefined;

/** Seed S3's chat service, which keeps what is said in conversations of its own. */
export class ChatConfig {
  @ValidateIf(isWanted)
  @IsUrl(PEER_URL, { message: 'must be an http(s) URL, and set where INTERNAL_SERVICE_TOKEN is' })
  url?: string;

  @ValidateIf(isWanted)
  @IsString({ message: 'must be set where CHAT_SERVICE_URL is' })
  token?: string;
}

export const chatConfig = provideConfig(ChatConfig, {
  url: 'CHAT_SERVICE_URL',
  token: 'INTERNAL_SERVICE_TOKEN',
});
