import * as fc from 'fast-check';
import { mergeMetadata } from './talk-metadata.js';

const json = (value: unknown) => JSON.stringify(value);

describe(mergeMetadata.name, () => {
  const person = { identity: 'asha', metadata: json({ agentId: 'c', userId: 'c', language: 'hi' }) };

  it('believes the job before the room and the room before the person, field by field', () => {
    const { fields } = mergeMetadata({
      job: json({ agentId: 'a' }),
      room: json({ agentId: 'b', userId: 'b' }),
      participants: [person],
      personIdentity: 'asha',
    });
    expect(fields).toEqual({ agentId: 'a', userId: 'b', language: 'hi' });
  });

  it('takes snake_case for camelCase, across sources and in one', () => {
    const { fields } = mergeMetadata({
      job: json({ conversation_id: 'a', tts_voice_2: 'x' }),
      room: json({ conversationId: 'b', user_id: 'snake', userId: 'camel' }),
      personIdentity: null,
    });
    expect(fields).toEqual({ conversationId: 'a', ttsVoice2: 'x', userId: 'camel' });
  });

  it('asks the next source where a field is empty', () => {
    const { fields } = mergeMetadata({
      job: json({ agentId: null, userId: ' ', muted: false, count: 0 }),
      room: json({ agentId: 'b', userId: 'b', muted: true, count: 1 }),
      personIdentity: null,
    });
    expect(fields).toEqual({ agentId: 'b', userId: 'b', muted: false, count: 0 });
  });

  it.each([
    ['somebody else', 'ravi'],
    ['nobody in particular', null],
  ])('listens to nobody in the room when the session is for %s', (_, personIdentity) => {
    expect(mergeMetadata({ participants: [person], personIdentity }).fields).toEqual({});
  });

  it('skips what it cannot read, and says so', () => {
    const { fields, skipped } = mergeMetadata({
      job: '{"agentId":',
      room: '["agentId"]',
      participants: [{ identity: 'asha', metadata: json({ agentId: 'c' }) }],
      personIdentity: 'asha',
    });
    expect(fields).toEqual({ agentId: 'c' });
    expect(skipped).toEqual([
      { source: 'job', reason: 'not JSON' },
      { source: 'room', reason: 'not an object' },
    ]);
  });

  it('has nothing to say of what is not there', () => {
    expect(mergeMetadata({ job: '', room: ' ', personIdentity: 'asha' })).toEqual({
      fields: {},
      skipped: [],
    });
  });

  it('survives whatever people put there', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), fc.oneof(fc.string(), fc.json()), (job, room) => {
        const { fields } = mergeMetadata({ job, room, personIdentity: null });
        expect(Object.getPrototypeOf(fields)).toBe(Object.prototype);
      }),
    );
    const { fields } = mergeMetadata({ job: '{"__proto__":{"agentId":"x"}}', personIdentity: null });
    expect(fields.agentId).toBeUndefined();
  });
});
