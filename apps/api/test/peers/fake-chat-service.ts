import { FakePeer } from './fake-peer.js';
import type { PeerAnswer, SeenRequest } from './fake-peer.js';

export const SERVICE_TOKEN = 'internal-service-token-of-nobody';

/** Seed S3's chat service, as far as the voice agent calls it. */
export class FakeChatService extends FakePeer {
  /** The conversations that it knows, with what was said in them. */
  readonly conversations = new Map<string, unknown[]>();
  readonly ended = new Map<string, unknown>();

  protected answer({ route, headers, body }: SeenRequest): PeerAnswer {
    if (headers.authorization !== `Bearer ${SERVICE_TOKEN}`) return [401, { error: 'Unauthorized' }];
    if (route === 'POST /api/internal/messages/create') return this.create(body);
    const [, id = ''] = /^PATCH \/api\/internal\/conversations\/([^/]+)\/update$/.exec(route) ?? [];
    if (!this.conversations.has(id)) return [404, { error: 'Not found' }];
    this.ended.set(id, body);
    return [200, { success: true }];
  }

  private create(body: Record<string, unknown>): PeerAnswer {
    if (typeof body.conversationId !== 'string') return [400, { error: 'Invalid request', details: [] }];
    const said = this.conversations.get(body.conversationId);
    if (!said) return [404, { error: 'Conversation not found' }];
    if (typeof body.content !== 'string' || !['user', 'agent'].includes(String(body.senderType))) {
      return [400, { error: 'Invalid request', details: [] }];
    }
    said.push(body);
    return [200, { success: true, message: { _id: String(said.length) } }];
  }
}
