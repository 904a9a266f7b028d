import { writeFile } from 'node:fs/promises';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import { ParleyApi } from '../src/call/parley-api.ts';
import type {} from './browser-talk.ts';
import { openChromium, servePage, spokenOnce } from './browser.ts';
import { World } from './world.ts';

const SENTENCE = 'please find me a package to bali';

describe('a browser', () => {
  let world: World;
  let pages: Server;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    world = await World.start();
    pages = await servePage();
    const microphone = world.file('microphone.wav');
    await writeFile(microphone, await spokenOnce(SENTENCE));
    browser = await openChromium(microphone);
    page = await browser.newPage();
    await page.goto(`http://127.0.0.1:${(pages.address() as AddressInfo).port}/`);
  });
  afterAll(async () => {
    await browser.close();
    pages.close();
    await world.stop();
  });

  it('joins, hears the agent, is heard and reads what was said', async () => {
    const api = new ParleyApi(world.apiUrl);
    const { url, userToken, roomName } = await api.start({ agentId: null });
    await page.evaluate(([at, token]) => window.talk.join(at, token), [url, userToken] as const);
    const greeting = await page.evaluate(() => window.talk.hear());
    await page.evaluate(() => window.talk.openMicrophone());
    const answer = await page.evaluate(() => window.talk.hear());
    const seen = await page.evaluate(() => window.talk.seen());
    await api.stop(roomName);
    console.log(
      `loudest 20 ms: greeting ${greeting.loudest.toFixed(2)}, answer ${answer.loudest.toFixed(2)}; energy ${seen.energy.toFixed(2)}, ${seen.packets} packets, ${seen.concealed} samples concealed`,
    );

    expect(greeting.loudest).toBeGreaterThan(0.05);
    expect(answer.loudest).toBeGreaterThan(0.05);
    expect(seen.energy).toBeGreaterThan(0.01);
    expect(seen.heardFrom).toEqual(['liveavatar-voice']);
    expect(seen.transcripts.user).toContain(SENTENCE);
    expect(seen.transcripts.agent.join(' ')).toMatch(/bali/i);
  });
});
