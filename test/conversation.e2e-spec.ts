import { TRAVEL_SCRIPT } from '../apps/sandbox/src/dialogue/travel-script.ts';
import { isUnderstood } from '../src/call/talk.ts';
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
  });
  afterAll(() => world.stop());

  it('talks five turns, each understood word for word and answered', () => {
    // What a machine that stood still tore was said again.
    const understood = report.turns.filter(isUnderstood);
    expect(understood.map(({ said }) => said)).toEqual(TRAVEL_SCRIPT);
    for (const { said, heard, answer, latencyMs } of understood) {
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
    const crossed = { agent: wordOverlap(said, agent), caller: wordOverlap(answers, caller) };
    console.log(`read by a general recogniser: ${JSON.stringify({ overlap, crossed })}\n${agent}`);
    // Such a recogniser reads two thirds of a synthetic voice at best, and a third of what was not said: some words are everywhere.
    expect(overlap.agent).toBeGreaterThan(0.5);
    expect(overlap.caller).toBeGreaterThan(0.5);
    expect(crossed.agent).toBeLessThan(overlap.agent / 2);
    expect(crossed.caller).toBeLessThan(overlap.caller / 2);
  });

  it('keeps how the caller was heard', async () => {
    const { audioQuality } = await world.api<{ audioQuality: { people: Record<string, unknown>[] } }>(
      `/session/${report.sessionId}`,
    );
    console.log(`how the caller was heard: ${JSON.stringify(audioQuality.people)}`);
    expect(audioQuality.people).toHaveLength(1);
    const [heard = {}] = audioQuality.people;
    expect(heard.receivedS).toBeGreaterThan(10);
    expect(heard.speechS).toBeGreaterThan(3);
    expect(heard.levelDbfs).toBeGreaterThan(-45);
    expect(heard.levelDbfs).toBeLessThan(0);
    // Figures, and not null: rtc-node still gives out what WebRTC counts of one track.
    for (const share of [heard.clippedShare, heard.lossShare, heard.concealedShare]) {
      expect(share).toBeGreaterThanOrEqual(0);
      expect(share).toBeLessThan(0.5);
    }
    expect(heard.jitterMs).toBeGreaterThanOrEqual(0);
  });

  it('ends the session because the agent hung up', async () => {
    const session = await world.api<{ status: string; endReason: string }>(`/session/${report.sessionId}`);
    expect(session).toMatchObject({ status: 'ended', endReason: 'agent_ended' });
  });
});
