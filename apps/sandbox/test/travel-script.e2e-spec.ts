import { randomUUID } from 'node:crypto';
import type { RealtimeConversationItemFunctionCall } from 'openai/resources/realtime/realtime';
import {
  crmAccount,
  CrmConfig,
  leadAnswer,
  packageAnswer,
  packagesAnswer,
  quoteAnswer,
  TripAndEventClient,
} from '#crm';
import { TRAVEL_SCRIPT } from '../src/dialogue/travel-script.js';
import { Voice } from '../src/speech/voice.js';
import { RealtimeClient } from '../testing/realtime-client.js';
import { SandboxUnderTest } from '../testing/sandbox-under-test.js';
import { spoken } from '../testing/speech.js';

const PATIENCE_MS = 120_000;

const tool = (name: string, ...fields: string[]) => ({
  type: 'function',
  name,
  parameters: { type: 'object', properties: Object.fromEntries(fields.map((field) => [field, {}])) },
});
const TOOLS = [
  tool('find_packages', 'query', 'destination', 'nights', 'max_price', 'package_id'),
  tool('save_customer_lead', 'name', 'phone', 'email', 'details'),
  tool('create_quote', 'customer_name', 'customer_phone', 'package_id', 'travellers'),
  tool('robot_action', 'type', 'value'),
  tool('disconnect_call', 'reason'),
];

/** What the agent does with the tools, by the same CRM client and in the same words. */
class Agent {
  readonly used: string[] = [];
  private readonly crm: TripAndEventClient;
  private readonly signal = new AbortController().signal;

  constructor(sandboxUrl: string) {
    const account = crmAccount(Object.assign(new CrmConfig(), { sandboxUrl }));
    if (!account) throw new Error('the sandbox is no CRM');
    this.crm = new TripAndEventClient(account);
  }

  async run({ name, arguments: text }: RealtimeConversationItemFunctionCall): Promise<string> {
    this.used.push(name);
    const args = JSON.parse(text) as Record<string, string & number>;
    return JSON.stringify(await this.answer(name, args));
  }

  close(): void {
    this.crm.onApplicationShutdown();
  }

  private async answer(name: string, args: Record<string, string & number>): Promise<object> {
    const creation = { idempotencyKey: randomUUID(), signal: this.signal };
    switch (name) {
      case 'find_packages': {
        if (!args.package_id) return packagesAnswer(await this.crm.findPackages({ ...args }, this.signal));
        const found = await this.crm.package(args.package_id, this.signal);
        return found ? packageAnswer(found) : { success: false };
      }
      case 'save_customer_lead':
        return leadAnswer(await this.crm.saveLead({ name: '', ...args }, creation));
      case 'create_quote': {
        const offer = await this.crm.package(args.package_id ?? '', this.signal);
        const items = [
          { description: offer?.name ?? '', quantity: args.travellers ?? 0, unitPrice: offer?.price ?? 0 },
        ];
        return quoteAnswer(
          await this.crm.createQuote({ customerName: args.customer_name ?? '', items }, creation),
        );
      }
      default:
        return { success: true };
    }
  }
}

describe('the travel script, spoken', () => {
  let sandbox: SandboxUnderTest;
  let agent: Agent;

  beforeAll(async () => {
    sandbox = await SandboxUnderTest.start();
    agent = new Agent(sandbox.url);
  });
  afterAll(async () => {
    agent.close();
    await sandbox.stop();
  });

  /** One turn: what was understood, and what was answered after all tools had run. */
  const turn = async (client: RealtimeClient, sentence: string) => {
    client.speak(await spoken(sandbox.app.get(Voice), sentence));
    const { transcript } = await client.next('conversation.item.input_audio_transcription.completed');
    const said: string[] = [];
    for (;;) {
      const { output = [] } = (await client.next('response.done')).response;
      const calls = output.filter((item) => item.type === 'function_call');
      for (const item of output) {
        if (item.type === 'message' && item.role === 'assistant')
          said.push(item.content[0]?.transcript ?? '');
      }
      if (calls.length === 0) return { transcript, answer: said.join(' ') };
      for (const call of calls) {
        const output = await agent.run(call);
        client.send({
          type: 'conversation.item.create',
          item: { type: 'function_call_output', call_id: call.call_id, output },
        });
      }
      client.ask();
    }
  };

  it(
    'uses every tool, and leaves a lead and a quote in the CRM',
    async () => {
      const client = await RealtimeClient.connect(sandbox.socketUrl);
      client.update({
        tools: TOOLS,
        audio: {
          input: {
            transcription: { model: 'gpt-live-transcribe' },
            turn_detection: { type: 'semantic_vad' },
          },
        },
      });
      const talk: { transcript: string; answer: string }[] = [];
      for (const sentence of TRAVEL_SCRIPT) talk.push(await turn(client, sentence));
      client.close();

      expect(talk.map(({ transcript }) => transcript)).toEqual(TRAVEL_SCRIPT);
      expect(talk.every(({ answer }) => answer.length > 0)).toBe(true);
      expect(new Set(agent.used)).toEqual(new Set(TOOLS.map(({ name }) => name)));
      expect((await sandbox.send('GET', '/control/crm/leads')).body).toEqual([
        expect.objectContaining({ name: 'Asha Rao', mobile: '4155550142' }),
      ]);
      expect((await sandbox.send('GET', '/control/crm/quotes')).body).toEqual([
        expect.objectContaining({ customerName: 'Asha Rao', totalAmount: 2_780, currency: 'USD' }),
      ]);
    },
    PATIENCE_MS,
  );
});
