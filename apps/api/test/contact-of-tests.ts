import { newId } from '#conversation';
import { ContactCaptures } from '#store';
import type { ApiUnderTest } from './api-under-test.js';

/** Somebody who said who they are, in a talk of the tenant `acme`. @returns their id */
export async function contactIn(
  api: ApiUnderTest,
  { id: sessionId, conversationId }: { id: string; conversationId: string },
): Promise<string> {
  const now = Date.now();
  const captured = await api.app.get(ContactCaptures).capture({
    tenantId: 'acme',
    conversationId,
    fields: { name: 'Asha', email: 'asha@example.com' },
    preferences: {},
    source: { by: 'message', eventId: newId(), sessionId, at: now },
    now,
  });
  return captured?.contact.id ?? '';
}
