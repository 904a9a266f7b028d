import type { StoredMessage } from '../src/call/parley-api.ts';
import { ParleyApi } from '../src/call/parley-api.ts';
import type { TestTalk } from './callers.ts';
import type { World } from './world.ts';

/** What Parley kept of talks. */
export class Kept {
  private readonly world: () => World;

  /** @param world asked for each time: there is none before the first test */
  constructor(world: () => World) {
    this.world = world;
  }

  async messages({ session }: TestTalk): Promise<StoredMessage[]> {
    const path = `/api/conversations/${session.conversationId}/messages?limit=100`;
    return (await this.world().api<{ items: StoredMessage[] }>(path)).items;
  }

  /** In the form in which the room showed them. */
  async transcript(talk: TestTalk): Promise<{ speaker: string; text: string }[]> {
    return (await this.messages(talk)).map(({ role, text }) => ({ speaker: role, text }));
  }

  /** What the person said. */
  async userTexts(talk: TestTalk): Promise<string[]> {
    return (await this.messages(talk)).filter(({ role }) => role === 'user').map(({ text }) => text);
  }

  /** The names of the tools that were called. */
  async tools({ session }: TestTalk): Promise<string[]> {
    const events = await new ParleyApi(this.world().apiUrl).events(session.sessionId);
    return events
      .filter(({ type }) => type === 'tool.called')
      .map(({ payload }) => (payload as { name: string }).name);
  }

  async status({ session }: TestTalk): Promise<string> {
    return (await this.world().api<{ status: string }>(`/session/${session.sessionId}`)).status;
  }
}
