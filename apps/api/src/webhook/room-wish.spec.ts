import { readRoomWish } from './room-wish.js';

describe(readRoomWish.name, () => {
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
    expect(readRoomWish('theirs', JSON.stringify(metadata))).toMatchObject({
      agentId: 'default',
      conversationId: 'c1',
      config: { prompt: 'Sell boats.', language: 'hi', realtime: true, realtime_voice: 'sage' },
      unread: undefined,
    });
  });

  it('takes the conversation from the name of the room where nothing else names it', () => {
    expect(readRoomWish('conversation:c2', '').conversationId).toBe('c2');
    expect(readRoomWish('conversation:c2', '{"conversation_id":"c1"}').conversationId).toBe('c1');
    expect(readRoomWish('theirs', '').conversationId).toBeUndefined();
  });

  it('passes over what is not as it should be, and says when nothing could be read', () => {
    const metadata = { agentId: 7, language: 'no language', prompt: 'x'.repeat(40_000), voice: 'sage' };
    const { agentId, config } = readRoomWish('theirs', JSON.stringify(metadata));
    expect([agentId, config.language, config.prompt, config.voice]).toEqual([
      undefined,
      undefined,
      undefined,
      'sage',
    ]);
    expect(readRoomWish('theirs', '{"agentId":').unread).toBe('not JSON');
  });
});
