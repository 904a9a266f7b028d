import { readTalkWish } from './talk-wish.js';

/** What the metadata of the room alone says. */
const readRoom = (name: string, room: string) => readTalkWish(name, { room, personIdentity: null });

describe(readTalkWish.name, () => {
  it('reads the names of the seeds, in both ways of writing', () => {
    const metadata = {
      agent_id: 'default',
      conversationId: 'c1',
      userId: 'widget-user',
      prompt: 'Sell boats.',
      language: 'hi',
      realtime: true,
      realtime_voice: 'sage',
    };
    expect(readRoom('theirs', JSON.stringify(metadata))).toMatchObject({
      agentId: 'default',
      conversationId: 'c1',
      config: { prompt: 'Sell boats.', language: 'hi', realtime: true, realtime_voice: 'sage' },
      unread: [],
    });
  });

  it('takes the conversation from the name of the room where nothing else names it', () => {
    expect(readRoom('conversation:c2', '').conversationId).toBe('c2');
    expect(readRoom('conversation:c2', '{"conversation_id":"c1"}').conversationId).toBe('c1');
    expect(readRoom('theirs', '').conversationId).toBeUndefined();
  });

  it('passes over what is not as it should be, and says when nothing could be read', () => {
    const metadata = { agentId: 7, language: 'no language', prompt: 'x'.repeat(40_000), voice: 'sage' };
    const { agentId, config } = readRoom('theirs', JSON.stringify(metadata));
    expect([agentId, config.language, config.prompt, config.voice]).toEqual([
      undefined,
      undefined,
      undefined,
      'sage',
    ]);
    expect(readRoom('theirs', '{"agentId":').unread).toEqual([{ source: 'room', reason: 'not JSON' }]);
  });
});
