import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { CHECKS } from './checks.ts';
import { machineVerdicts } from './checks/machine.check.ts';
import { nodeVerdict } from './checks/node.check.ts';
import { examine } from './examine.ts';
import { ok } from './finding.ts';
import type { Finding } from './finding.ts';
import { describe as line, summary } from './report.ts';
import { readSurroundings } from './surroundings.ts';
import { SECRET } from './testing/fault.ts';
import { FAULTS_HERE } from './testing/faults-here.ts';
import { FAULTS_OF_OTHERS } from './testing/faults-of-others.ts';
import { FAULTS_OF_PEERS } from './testing/faults-of-peers.ts';
import { World } from './testing/world.ts';

const FAULTS = [...FAULTS_HERE, ...FAULTS_OF_OTHERS, ...FAULTS_OF_PEERS];
const signal = AbortSignal.timeout(600_000);

describe('doctor', () => {
  let world: World;
  beforeEach(() => (world = new World()));
  afterEach(() => world.close());

  async function look(part: string, env: NodeJS.ProcessEnv): Promise<Finding[]> {
    const surroundings = readSurroundings(world.root, {
      PATH: process.env.PATH,
      ...(await world.quietPorts()),
      ...env,
    });
    const checks = CHECKS.filter((check) => check.part === part);
    return examine({ checks, surroundings, onPart: () => {}, signal });
  }

  it.each(FAULTS)(
    'says of $part, $broken, what is wrong and how to mend it',
    async ({ part, arrange, problem, cure }) => {
      const findings = await look(part, await arrange(world));
      const bad = findings.filter((finding) => 'problem' in finding);
      expect(bad).toContainEqual({
        part,
        state: expect.stringMatching(/^(wrong|warning)$/) as string,
        problem: expect.stringMatching(problem) as string,
        cure: expect.stringMatching(cure) as string,
      });
      expect(JSON.stringify(findings)).not.toContain(SECRET);
    },
  );

  it('breaks every check on purpose', () => {
    const broken = new Set([...FAULTS.map(({ part }) => part), 'node']);
    expect([...broken].sort()).toEqual(CHECKS.map(({ part }) => part).sort());
    expect(nodeVerdict('20.11.0')).toMatchObject({
      state: 'wrong',
      cure: expect.stringContaining('npm ci') as string,
    });
    const full = machineVerdicts(readSurroundings(world.root, {}), {
      cores: 2,
      memoryMb: 64_000,
      freeMb: 20,
    });
    expect(full).toEqual([
      expect.objectContaining({ state: 'wrong', cure: expect.stringContaining('PARLEY_DATA_DIR') as string }),
    ]);
  });

  it('finds backends and bucket well that answer as they do', async () => {
    const served = await world.serve({
      '/api/ingest': [400, {}],
      '/api/internal/messages/create': [400, {}],
      '*': {},
    });
    const well: [string, NodeJS.ProcessEnv][] = [
      ['django', { DJANGO_BASE_URL: `${served}/`, DJANGO_INGEST_TOKEN: SECRET }],
      ['supabase', { SUPABASE_URL: served, SUPABASE_SERVICE_ROLE_KEY: `sb_secret_${SECRET}` }],
      ['chat', { CHAT_SERVICE_URL: served, INTERNAL_SERVICE_TOKEN: SECRET }],
      [
        'recordings',
        { S3_ENDPOINT: served, S3_BUCKET: 'b', S3_ACCESS_KEY_ID: 'k', S3_SECRET_ACCESS_KEY: SECRET },
      ],
    ];
    for (const [part, env] of well) {
      expect(await look(part, env)).toEqual([{ part, state: 'ok', detail: expect.any(String) as string }]);
    }
  });

  it('has the parts of the table in README, in its order', () => {
    const readme = readFileSync(resolve(import.meta.dirname, '../../README.md'), 'utf8');
    const [, table = ''] = /\n\| part [^\n]*\n\|[^\n]*\n((?:\|[^\n]*\n)+)/.exec(readme) ?? [];
    const parts = [...table.matchAll(/^\| `([^`]+)`/gm)].map(([, part]) => part);
    expect(parts).toEqual(CHECKS.map(({ part }) => part));
  });

  it('finds nothing wrong where nothing is', async () => {
    const surroundings = readSurroundings(world.root, {
      PATH: process.env.PATH,
      ...(await world.quietPorts()),
    });
    const findings = await examine({ checks: CHECKS, surroundings, onPart: () => {}, signal });
    expect(findings.filter(({ state }) => state === 'wrong')).toEqual([]);
    expect(findings.map(({ part }) => part)).toEqual(CHECKS.map(({ part }) => part));
    expect(summary(findings)).toMatch(/^Nothing is wrong/);
  });

  it('is held up by no check, and spoilt by none', async () => {
    const told: string[] = [];
    const checks = [
      { part: 'silent', deadlineMs: 20, look: () => new Promise<never>(() => {}) },
      { part: 'broken', deadlineMs: 9_000, look: () => Promise.reject(new Error('a bug')) },
      { part: 'well', deadlineMs: 9_000, look: () => Promise.resolve([ok('as it should be')]) },
    ];
    const surroundings = readSurroundings(world.root, {});
    const onPart = (findings: Finding[]) => told.push(...findings.map((finding) => line(finding, false)));
    const findings = await examine({ checks, surroundings, onPart, signal });
    expect(told.map((text) => text.split('\n')[0])).toEqual([
      expect.stringMatching(/wrong +silent +no answer within/),
      expect.stringMatching(/wrong +broken +it could not be checked: a bug/),
      expect.stringMatching(/ok +well +as it should be/),
    ]);
    expect(summary(findings)).toBe('2 things are wrong.');
  });
});
