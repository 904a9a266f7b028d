import type { EventEnvelope, Interim } from '#conversation';
import { EventLog } from './event-log.js';

describe(EventLog.name, () => {
  let put: EventEnvelope[];
  let heard: Omit<Interim, 'number'>[];
  let log: EventLog;
  const message = (text: string) =>
    log.add('message.added', {
      ...{ role: 'user', text, heardText: null, interrupted: false, language: null },
      ...{ participant: 'asha', source: 'speech', latency: null },
    });

  beforeEach(() => {
    put = [];
    heard = [];
    log = new EventLog(
      { sessionId: 's', epoch: 2 },
      {
        put: (event) => Promise.resolve(void put.push(event)),
        hear: (interim) => heard.push(interim),
        see: () => undefined,
      },
    );
  });

  it('tells words that are not finished where they are others than before, and writes none of them down', () => {
    for (const text of ['find', ' find ', '', 'find me']) log.interim('user', text, 'asha');
    log.interim('user', 'find me', 'robin');
    expect(heard.map(({ text, participant }) => [text, participant])).toEqual([
      ['find', 'asha'],
      ['find me', 'asha'],
      ['find me', 'robin'],
    ]);
    expect(put).toEqual([]);
  });

  it('says after which event they were heard, and takes the same words after a message for others', () => {
    log.interim('user', 'yes', 'asha');
    log.add('speech.started', { speaker: 'user' });
    message('yes');
    log.interim('user', 'yes', 'asha');
    expect(heard.map(({ epoch, afterSourceSeq }) => [epoch, afterSourceSeq])).toEqual([
      [2, 0],
      [2, 2],
    ]);
    expect(put.map(({ sourceSeq }) => sourceSeq)).toEqual([1, 2]);
  });

  it('keeps the newest of words that never end', () => {
    log.interim('user', `${'ü'.repeat(10_000)} and now`, 'asha');
    expect(Buffer.byteLength(heard[0]?.text ?? '')).toBeLessThanOrEqual(8_000);
    expect(heard[0]?.text).toMatch(/ü and now$/);
  });

  it('tells nothing more once it is sealed', () => {
    log.seal();
    log.interim('user', 'find', 'asha');
    message('find me');
    expect([heard, put]).toEqual([[], []]);
  });
});
