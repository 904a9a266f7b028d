import { readFile, writeFile } from 'node:fs/promises';
import type { Browser } from 'playwright-core';
import { openChromium } from './browser.ts';
import type { TestTalk } from './callers.ts';
import { readWav, writeWav } from '../src/call/wav.ts';
import { eventually } from './eventually.ts';
import { likeness } from './likeness.ts';
import { talking } from './talking.ts';

const SENTENCE = 'please find me a package to bali for seven nights';
const RATE = 16_000;
/** The line takes a little of it, and what comes late is laid where it was said. */
const THE_SAME = 0.9;
/** Two people who take turns have something in common: silence, where neither of them speaks. */
const ANOTHER = 0.7;

interface Told {
  type: string;
  payload: Record<string, unknown>;
}

describe('a recorded talk', () => {
  const both = talking({ AGENT_PROCESSES: '1' });
  let browser: Browser;

  beforeAll(async () => {
    const silence = both.world.file('silence.wav');
    await writeFile(silence, writeWav({ sampleRate: RATE, channels: [new Int16Array(RATE)] }));
    browser = await openChromium(silence);
  });
  afterAll(() => browser.close());

  async function told(talk: TestTalk, type: string): Promise<Record<string, unknown>[]> {
    const { items } = await both.world.api<{ items: Told[] }>(
      `/session/${talk.session.sessionId}/events?limit=100`,
    );
    return items.filter((event) => event.type === type).map(({ payload }) => payload);
  }

  async function conversationOf(talk: TestTalk): Promise<string> {
    const { conversationId } = await both.world.api<{ conversationId: string }>(
      `/session/${talk.session.sessionId}`,
    );
    return `/api/conversations/${conversationId}`;
  }

  /** As a browser decodes it: the person, and the agent. */
  async function decoded(recording: Uint8Array): Promise<Int16Array[]> {
    const page = await browser.newPage();
    const sides = await page.evaluate(
      async ({ base64, rate }) => {
        const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
        const sound = await new OfflineAudioContext(2, 1, rate).decodeAudioData(bytes.buffer);
        return [0, 1].map((side) => {
          const samples = Int16Array.from(sound.getChannelData(side), (value) =>
            Math.max(-32_768, Math.min(32_767, Math.round(value * 32_767))),
          );
          let text = '';
          for (const byte of new Uint8Array(samples.buffer)) text += String.fromCharCode(byte);
          return btoa(text);
        });
      },
      { base64: Buffer.from(recording).toString('base64'), rate: RATE },
    );
    await page.close();
    return sides.map((side) => new Int16Array(Uint8Array.from(Buffer.from(side, 'base64')).buffer));
  }

  it.each(['pipeline', 'realtime'])('is heard again, each side by itself: %s', async (mode) => {
    const talk = await both.callers.call(both.world.apiUrl, 'rms', {
      agentId: 'tara',
      agentConfig: { mode, recording: { enabled: true } },
    });
    expect((await talk.greeting()).text).toContain('recorded');
    await eventually('the recording', 10_000, async () => (await told(talk, 'recording.started')).length > 0);
    for (let times = 1; times <= 3 && (await told(talk, 'tool.finished')).length === 0; times += 1) {
      await talk.turn(SENTENCE);
    }
    const own = both.world.file('own.wav');
    await talk.save(own);
    await talk.end();
    await eventually('its end', 10_000, async () => (await told(talk, 'recording.stopped')).length > 0);
    expect(await told(talk, 'recording.stopped')).toMatchObject([{ reason: 'ended' }]);

    const url = `${both.world.apiUrl}${await conversationOf(talk)}/recording`;
    const recorded = await decoded(new Uint8Array(await (await fetch(url)).arrayBuffer()));
    // What the caller said and heard, by their own account.
    const { sampleRate, channels } = readWav(await readFile(own));
    const likenesses = recorded.map((side) =>
      channels.map((samples) => likeness({ samples: side, rate: RATE }, { samples, rate: sampleRate })),
    );
    console.log(`${mode}: ${JSON.stringify(likenesses)}`);
    for (const [side, row] of likenesses.entries()) {
      expect(row[side]).toBeGreaterThan(THE_SAME);
      expect(row[1 - side]).toBeLessThan(ANOTHER);
    }
  });

  it('is erased when the person does not want it, and goes on', async () => {
    const talk = await both.callers.call(both.world.apiUrl, 'rms', {
      agentId: 'tara',
      agentConfig: { mode: 'pipeline', recording: { enabled: true } },
    });
    await talk.greeting();
    await eventually('the recording', 10_000, async () => (await told(talk, 'recording.started')).length > 0);
    await eventually('a piece of it', 20_000, async () => (await told(talk, 'recording.segment')).length > 0);
    const url = `${both.world.apiUrl}${await conversationOf(talk)}/recording`;
    expect((await fetch(url)).status).toBe(200);
    const { status } = await both.world.api<{ status: string }>(`/session/${talk.session.sessionId}/agent`, {
      method: 'PATCH',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ recording: { enabled: false } }),
    });
    expect(status).toBe('done');
    await eventually('nothing left', 10_000, async () => (await fetch(url)).status === 404);
    expect(await told(talk, 'recording.stopped')).toMatchObject([{ reason: 'refused' }]);
    expect((await talk.typedTurn('hello tara')).answer).toBeTruthy();
    await talk.end();
  });
});
