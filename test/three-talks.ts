import type { AgentWish } from '../src/call/parley-api.ts';
import type { TestTalk } from './callers.ts';
import type { Talking } from './talking.ts';

const PIPELINE: AgentWish = { agentId: 'tara', agentConfig: { mode: 'pipeline', llm: 'gpt-4o-mini' } };
const WISHES: readonly AgentWish[] = [{ agentId: 'tara' }, PIPELINE, { agentId: 'tara' }];

export const LOOK = 'please find me a package to bali';
export const NAME = 'my name is asha rao and my email address is asha at example dot com';
/** Only who knows the package and the name can make one. */
export const QUOTE = 'please make me a quote for two people';
/** What has been called then. */
export const TOOLS = ['find_packages', 'save_customer_lead', 'create_quote'];

/** Three people who call. */
export function threeCalls({ world, callers }: Talking): Promise<TestTalk[]> {
  return Promise.all(WISHES.map((wish) => callers.call(world.apiUrl, 'rms', wish)));
}

/** They have found a package, and said who they are. */
export async function untilKnown(talks: readonly TestTalk[]): Promise<void> {
  await Promise.all(
    talks.map(async (talk) => {
      await talk.greeting();
      await talk.typedTurn(LOOK);
      await talk.typedTurn(NAME);
    }),
  );
}
