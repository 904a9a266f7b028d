import { runCall } from './call-command.ts';
import type { CallReport } from '../src/call/report.ts';
import { recognise, wordOverlap } from './recogniser.ts';
import { World } from './world.ts';

describe('npm run call', () => {
  let world: World;
  let report: CallReport;
  let wav: string;

  beforeAll(async () => {
    world = await World.start();
    wav = world.file('call.wav');
    const { code, stdout, stderr } = await runCall('--url', world.apiUrl, '--json', '--wav', wav);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    report = JSON.parse(stdout) as CallReport;
  }, 180_000);
  afterAll(() => world.stop(), 30_000);

  it('talks five turns, each understood word for word and answered', () => {
    expect(report.turns.length).toBeGreaterThanOrEqual(5);
    for (const { said, heard, answer, latencyMs } of report.turns) {
      expect(heard).toBe(said);
      expect(answer).toMatch(/\w/);
      expect(latencyMs).toBeGreaterThan(0);
    }
  });

  it('uses all four travel tools, and each works', () => {
    const tools = report.turns.flatMap(({ tools }) => tools);
    expect(tools.filter(({ ok }) => !ok)).toEqual([]);
    expect(tools.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['find_packages', 'save_customer_lead', 'create_quote', 'robot_action']),
    );
  });

  it('leaves the lead and the quote in the CRM', async () => {
    const leads = await world.sandbox<{ id: unknown; name: string }[]>('/control/crm/leads');
    const quotes = await world.sandbox<{ leadId: unknown; totalAmount: number }[]>('/control/crm/quotes');
    expect(leads).toHaveLength(1);
    expect(report.turns.map(({ said }) => said).join(' ')).toContain(leads[0]?.name.toLowerCase());
    expect(quotes).toHaveLength(1);
    expect(quotes[0]?.totalAmount).toBeGreaterThan(0);
  });

  it('records both voices so that a general recogniser reads the words of either', async () => {
    const answers = report.turns.map(({ answer }) => answer).join(' ');
    const said = report.turns.map((turn) => turn.said).join(' ');
    const [agent, caller] = [await recognise(wav, 'agent'), await recognise(wav, 'caller')];
    const overlap = { agent: wordOverlap(answers, agent), caller: wordOverlap(said, caller) };
    console.log(`read by a general recogniser: ${JSON.stringify(overlap)}\n${agent}`);
    expect(overlap.agent).toBeGreaterThan(0.6);
    expect(overlap.caller).toBeGreaterThan(0.5);
  });

  it('ends the session because the agent hung up', async () => {
    const session = await world.api<{ status: string; endReason: string }>(`/session/${report.sessionId}`);
    expect(session).toMatchObject({ status: 'ended', endReason: 'agent_ended' });
  });
});
