import { Injectable } from '@nestjs/common';
import { AccessToken } from 'livekit-server-sdk';
import { z } from 'zod';
import { LivekitCalls } from './livekit-calls.js';
import { LivekitConfig } from './livekit.config.js';
import { LivekitUnavailable, ParticipantSilent } from './livekit.errors.js';

/** LiveKit repeats a call inside itself when its own answer is three seconds away: what is asked must be answered sooner. */
const ANSWER_WITHIN_MS = 2_500;
/** Beyond that, for LiveKit to say that nobody answered. */
const GRACE_MS = 2_500;

export interface ParticipantCall {
  room: string;
  identity: string;
  method: string;
  payload: string;
}

const Answer = z.object({ payload: z.string().default('') });
const Failure = z.object({ code: z.string().max(64) });

class CallerGaveUp extends Error {
  override readonly name = 'CallerGaveUp';
}

/**
 * Asks a participant something by LiveKit's remote procedure calls, as the server does it: nobody of ours has to be in the room,
 * and any process can ask. The SDK has no method for it.
 */
@Injectable()
export class ParticipantCalls {
  constructor(
    private readonly config: LivekitConfig,
    private readonly calls: LivekitCalls,
  ) {}

  /** @throws ParticipantSilent It may have been heard all the same. @throws LivekitUnavailable @throws LivekitNotConfigured */
  async call({ room, identity, method, payload }: ParticipantCall, signal: AbortSignal): Promise<string> {
    const { serverUrl, apiKey, apiSecret } = this.config.access();
    const token = new AccessToken(apiKey, apiSecret, { ttl: '1m' });
    token.addGrant({ roomAdmin: true, room });
    const authorization = `Bearer ${await token.toJwt()}`;
    const action = 'call a participant';
    const { status, body } = await this.calls.make(action, async () => {
      const response = await fetch(`${serverUrl}/twirp/livekit.RoomService/PerformRpc`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', Authorization: authorization },
        body: JSON.stringify({
          room,
          destinationIdentity: identity,
          method,
          payload,
          responseTimeoutMs: ANSWER_WITHIN_MS,
        }),
        signal: AbortSignal.any([signal, AbortSignal.timeout(ANSWER_WITHIN_MS + GRACE_MS)]),
      }).catch((error: unknown) => {
        // A caller with less time than the participant takes says nothing about LiveKit.
        throw signal.aborted ? new CallerGaveUp() : error;
      });
      const body: unknown = await response.json().catch(() => ({}));
      return { status: response.status, body };
    });
    if (status === 200) return Answer.parse(body).payload;
    const code = Failure.safeParse(body).data?.code;
    if (status === 401 || status === 403 || !code) throw new LivekitUnavailable(action, String(status));
    throw new ParticipantSilent(identity, code);
  }
}
