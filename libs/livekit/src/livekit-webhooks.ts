import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { TokenVerifier } from 'livekit-server-sdk';
import { LivekitConfig } from './livekit.config.js';
import { ForgedWebhook, UnreadableWebhook } from './livekit.errors.js';
import { LivekitEvent } from './livekit-event.js';

/** Tells LiveKit's webhooks from others': a JWT with our secret vouches for the hash of the body. */
@Injectable()
export class LivekitWebhooks {
  constructor(private readonly config: LivekitConfig) {}

  /**
   * The hash for which this header vouches. A token to join a room is signed with the same secret and vouches for nothing.
   *
   * @throws ForgedWebhook @throws LivekitNotConfigured
   */
  async vouchedHash(authorization: string | undefined): Promise<string> {
    const { apiKey, apiSecret } = this.config.access();
    const claims = await new TokenVerifier(apiKey, apiSecret)
      .verify(authorization ?? '')
      .catch(() => undefined);
    if (!claims?.sha256) throw new ForgedWebhook();
    return claims.sha256;
  }

  /** @throws ForgedWebhook when it is not the body that was vouched for. @throws UnreadableWebhook */
  read(body: Buffer, vouchedHash: string): LivekitEvent {
    if (createHash('sha256').update(body).digest('base64') !== vouchedHash) throw new ForgedWebhook();
    try {
      return LivekitEvent.parse(JSON.parse(body.toString('utf8')));
    } catch {
      throw new UnreadableWebhook();
    }
  }
}
