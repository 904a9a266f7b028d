import { setImmediate as turn } from 'node:timers/promises';
import { jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { FakeSupabase, SUPABASE_KEY } from '../../test/peers/fake-supabase.js';
import { readAgentRow } from './agent-row.js';
import { SupabaseAgents } from './supabase-agents.js';
import { SupabaseConfig } from './supabase.config.js';
import { AgentSourceUnavailable } from './supabase.errors.js';

const AGENT = '7b2f9f4e-0c0b-4b57-9a80-0d4f0d9c2f11';
const MINUTE = 60_000;

describe(SupabaseAgents.name, () => {
  let supabase: FakeSupabase;
  let agents: SupabaseAgents;
  let now = 0;

  beforeAll(() => {
    Logger.overrideLogger(false);
  });
  afterAll(() => {
    Logger.overrideLogger(['log', 'warn', 'error']);
  });
  beforeEach(async () => {
    supabase = new FakeSupabase();
    supabase.agents.set(AGENT, { name: 'Clara' });
    agents = new SupabaseAgents(
      Object.assign(new SupabaseConfig(), { url: await supabase.start(), key: SUPABASE_KEY }),
    );
    now = Date.UTC(2026, 0, 15);
    jest.spyOn(Date, 'now').mockImplementation(() => now);
  });
  afterEach(async () => {
    jest.restoreAllMocks();
    await supabase.stop();
  });
  const name = async () => (await agents.find(AGENT))?.name;

  it('reads a row once for all who want it at the same time, and for half a minute', async () => {
    expect(await Promise.all([name(), name(), name()])).toEqual(['Clara', 'Clara', 'Clara']);
    now += MINUTE / 3;
    await name();
    expect(supabase.seen).toHaveLength(1);
  });

  it('gives out an older copy at once, and reads the row behind that', async () => {
    await name();
    supabase.agents.set(AGENT, { name: 'Clara the second' });
    now += MINUTE;
    expect(await name()).toBe('Clara');
    while ((await name()) !== 'Clara the second') await turn();
    expect(supabase.seen).toHaveLength(2);
  });

  it('does not give out one that is too old while the row can be read', async () => {
    await name();
    supabase.agents.set(AGENT, { name: 'Clara the second' });
    now += 11 * MINUTE;
    expect(await name()).toBe('Clara the second');
  });

  it('gives out the last good one for a day while Supabase is away, and then none', async () => {
    await name();
    supabase.state = 'down';
    now += 23 * 60 * MINUTE;
    expect(await name()).toBe('Clara');
    now += 2 * 60 * MINUTE;
    await expect(name()).rejects.toThrow(AgentSourceUnavailable);
  });

  it('says so when it cannot know, and asks soon again for one that there was not', async () => {
    supabase.agents.clear();
    expect(await agents.find(AGENT)).toBeNull();
    supabase.agents.set(AGENT, { name: 'Clara' });
    now += MINUTE / 3;
    expect(await name()).toBe('Clara');
  });
});

describe(readAgentRow.name, () => {
  it('has a name and nothing else for a row of nulls', () => {
    const row = { name: null, model: null, system_prompt: null, temperature: null, voice_settings: null };
    expect(readAgentRow(row)).toEqual({ schemaVersion: 1, name: 'AI Assistant', mode: 'pipeline' });
  });

  it('passes over voices and models of others', () => {
    const row = { name: 'Clara', model: 'claude-4', voice_settings: { tts_voice: 'rime/arcana:luna' } };
    expect(readAgentRow(row)).toEqual({ schemaVersion: 1, name: 'Clara', mode: 'pipeline' });
  });

  it('has others stand in for the vendor of its voice', () => {
    const row = { voice_settings: { tts_voice: 'elevenlabs/eleven_turbo_v2_5:abc' } };
    expect(readAgentRow(row).tts).toEqual(['elevenlabs/eleven_turbo_v2_5:abc', 'cartesia', 'openai']);
  });
});
