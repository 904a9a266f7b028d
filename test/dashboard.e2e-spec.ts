import { readFile } from 'node:fs/promises';
import { request } from 'node:http';
import { ParleyApi } from '../src/call/parley-api.ts';
import type { TestTalk } from './callers.ts';
import { eventually } from './eventually.ts';
import { CONFIG, hasPrometheus, Prometheus, promtool, RULES } from './prometheus.ts';
import { talking } from './talking.ts';

const DASHBOARD = new URL('../deploy/grafana/dashboards/parley.json', import.meta.url);
const JSON_BODY = { 'Content-Type': 'application/json' };
const LONG =
  'We have so many places to show you, and every one of them is worth a journey of its own. '.repeat(3);

interface Panel {
  title: string;
  targets?: { expr: string }[];
}

interface Query {
  panel: string;
  expression: string;
}

/** Grafana puts its own window in; here it is as long as the test. */
async function queries(): Promise<Query[]> {
  const { panels } = JSON.parse(await readFile(DASHBOARD, 'utf8')) as { panels: Panel[] };
  return panels.flatMap(({ title, targets = [] }) =>
    targets.map(({ expr }) => ({ panel: title, expression: expr.replaceAll('$__rate_interval', '10m') })),
  );
}

const describeWatched = hasPrometheus ? describe : describe.skip;

/** A talk by a realtime model and one of a pipeline, in which all goes wrong that has a panel: twice, for a rate takes two. */
describeWatched('what an operator sees', () => {
  const both = talking({ AGENT_PROCESSES: '1' });
  let prometheus: Prometheus;

  beforeAll(async () => {
    const { world } = both;
    const agent = await world.part('agent-1');
    prometheus = await Prometheus.start({
      'parley-api': [Number(new URL(world.apiUrl).port)],
      'parley-agent': [agent.port],
    });
  });
  afterAll(() => prometheus.stop());

  const put = (vendor: string, plan: object) =>
    both.world.sandbox(`/control/${vendor}/faults`, {
      method: 'PUT',
      headers: JSON_BODY,
      body: JSON.stringify(plan),
    });
  const mend = (vendor: string) =>
    fetch(`${both.world.sandboxUrl}/control/${vendor}/faults`, { method: 'DELETE' });

  async function told({ session }: TestTalk, type: string): Promise<number> {
    const events = await new ParleyApi(both.world.apiUrl).events(session.sessionId);
    return events.filter((event) => event.type === type).length;
  }

  async function realtimeTalk(): Promise<void> {
    const talk = await both.callers.call(both.world.apiUrl);
    await talk.greeting();
    await talk.turn('please find me a package to bali for seven nights');
    await talk.typedTurn('please find me a package to bali');
    await put('crm', { fail: { next: 100, status: 503 } });
    await talk.typedTurn('please find me a package to bali');
    await mend('crm');
    await new ParleyApi(both.world.apiUrl).say(talk.session.sessionId, LONG);
    for (let times = 1; times <= 3 && (await told(talk, 'agent.interrupted')) === 0; times += 1)
      await talk.say('hello tara how are you');
    await talk.hear();
    for (const times of [1, 2]) {
      await both.world.sandbox('/control/openai/drop', { method: 'POST' });
      await talk.typedTurn('what is your name');
      await eventually('the vendor', 30_000, async () => (await told(talk, 'provider.recovered')) >= times);
    }
    await talk.end();
  }

  async function pipelineTalk(): Promise<void> {
    const talk = await both.callers.call(both.world.apiUrl, 'rms', {
      agentId: 'default',
      agentConfig: { llm: ['grok', 'gpt-4o-mini'] },
    });
    await talk.greeting();
    await talk.turn('please find me a package to bali for seven nights');
    await put('xai', { fail: { next: 100_000, status: 503 } });
    await talk.turn('hello tara how are you');
    await talk.typedTurn('hello there');
    await eventually('the switch', 10_000, async () => (await told(talk, 'provider.switched')) > 0);
    await mend('xai');
    await talk.end();
  }

  /** Of somebody who hangs up in the middle of what they send. */
  function breakOff(): Promise<void> {
    const { hostname, port } = new URL(both.world.apiUrl);
    const headers = { ...JSON_BODY, 'Content-Length': '1000' };
    const sending = request({ hostname, port, path: '/session', method: 'POST', headers });
    return new Promise((resolve) => {
      sending.on('error', () => resolve());
      sending.write('{"userIdentity":', () => sending.destroy(new Error('hung up')));
    });
  }

  it('has a figure for every query of the dashboard, and judges every alert', async () => {
    await breakOff();
    await realtimeTalk();
    await pipelineTalk();
    await breakOff();

    const empty = new Set<string>();
    await eventually('figures for every query', 30_000, async () => {
      empty.clear();
      for (const { panel, expression } of await queries()) {
        const samples = await prometheus.query(expression);
        if (!samples.some(({ value }) => Number.isFinite(value))) empty.add(`${panel}: ${expression}`);
      }
      return empty.size === 0;
    }).catch(() => undefined);
    expect([...empty]).toEqual([]);

    const alerts = await prometheus.judged();
    expect(alerts.length).toBeGreaterThan(10);
    expect(alerts.filter(({ health }) => health !== 'ok')).toEqual([]);
  });

  it('is configured as Prometheus itself would have it', async () => {
    expect(await promtool('check', 'rules', RULES)).toMatch(/SUCCESS/);
    expect(await promtool('check', 'config', CONFIG)).toMatch(/SUCCESS/);
  });
});
