import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { INestApplication } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { AgentModule } from '../src/agent.module.js';

describe('GET /metrics', () => {
  let app: INestApplication;
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'parley-agent-'));
    Object.assign(process.env, {
      LOG_LEVEL: 'silent',
      LIVEKIT_URL: '',
      SPOOL_DIR: join(folder, 'spool'),
      AGENT_MAX_SESSIONS: '7',
    });
    const module = await Test.createTestingModule({ imports: [AgentModule] }).compile();
    app = module.createNestApplication({ logger: false });
    await app.listen(0, '127.0.0.1');
  });
  afterAll(async () => {
    await app.close();
    await rm(folder, { recursive: true });
  });

  it('tells what an autoscaler and an alert need before the first talk', async () => {
    const answer = await fetch(`${await app.getUrl()}/metrics`);
    const text = await answer.text();
    for (const line of [
      'parley_agent_sessions 0',
      'parley_agent_sessions_max 7',
      'parley_agent_registered 0',
      'parley_agent_accepting 0',
      'parley_agent_jobs_total{answer="refused"} 0',
      'parley_agent_sessions_ended_total{reason="provider_failed"} 0',
      'parley_spool_bytes 0',
      'parley_spool_max_bytes 256000000',
      'parley_spool_lost_events_total 0',
    ]) {
      expect(text.split('\n')).toContain(line);
    }
  });
});
