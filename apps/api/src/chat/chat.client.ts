import { Injectable } from '@nestjs/common';
import { PeerClient } from '../peer/peer.client.js';
import { PeerUnavailable } from '../peer/peer-unavailable.js';
import { ChatConfig } from './chat.config.js';

const WITHIN_MS = 5_000;

/** It understood, and does not want it: a conversation that it does not know, for example. */
const REFUSALS = [400, 404, 413, 422];

interface ChatMessage {
  conversationId: string;
  role: 'user' | 'agent';
  text: string;
}

@Injectable()
export class ChatClient {
  private readonly peer: PeerClient | undefined;

  constructor({ url, token }: ChatConfig) {
    if (url === undefined || token === undefined) return;
    this.peer = new PeerClient('The chat service', url, { Authorization: `Bearer ${token}` });
  }

  get isThere(): boolean {
    return this.peer !== undefined;
  }

  /** Its answer to a message that is none, with which it keeps nothing: 400 when all is well. @throws PeerUnavailable */
  async look(timeoutMs: number, signal: AbortSignal): Promise<number | undefined> {
    const path = '/api/internal/messages/create';
    return (await this.peer?.send({ method: 'POST', path, body: {}, timeoutMs }, signal))?.status;
  }

  /** False when it does not want this. @throws PeerUnavailable */
  async addMessage({ conversationId, role, text }: ChatMessage, signal: AbortSignal): Promise<boolean> {
    const status = await this.send('POST', '/api/internal/messages/create', signal, {
      conversationId,
      content: text.trim(),
      senderType: role,
      messageType: 'audio',
      threadId: null,
      metadata: { source: 'voice_call', transcript_type: 'audio' },
    });
    return isTaken(status);
  }

  /** By the path that seed S3's agent calls, and else by the one that the service has. @throws PeerUnavailable */
  async endConversation(conversationId: string, endedAt: number, signal: AbortSignal): Promise<boolean> {
    const path = `/api/internal/conversations/${encodeURIComponent(conversationId)}`;
    const change = { status: 'ended', ended_at: new Date(endedAt).toISOString() };
    const status = await this.send('PATCH', path, signal, change);
    return isTaken(status === 404 ? await this.send('PATCH', `${path}/update`, signal, change) : status);
  }

  private async send(
    method: 'POST' | 'PATCH',
    path: string,
    signal: AbortSignal,
    body: object,
  ): Promise<number> {
    if (!this.peer) throw new PeerUnavailable('The chat service is not configured', false);
    const { status } = await this.peer.send({ method, path, body, timeoutMs: WITHIN_MS }, signal);
    return status;
  }
}

/** @throws PeerUnavailable for a wrong token or a wrong address: it goes through once that is mended. */
function isTaken(status: number): boolean {
  if (status === 200) return true;
  if (REFUSALS.includes(status)) return false;
  throw new PeerUnavailable(`The chat service answered ${status}`, false);
}
