import { globSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { collectDefaultMetrics, Registry } from 'prom-client';
import { z } from 'zod';
import { VendorBreakers, VendorMetrics } from '#providers';
import { httpMetrics } from '#telemetry';
import { ContactMetrics } from '../../api/src/contact/contact.metrics.js';
import { IngestMetrics } from '../../api/src/ingest/ingest.metrics.js';
import { JudgingMetrics } from '../../api/src/judging/judging.metrics.js';
import { StoreMetrics } from '../../api/src/metrics/store.metrics.js';
import { OutboxMetrics } from '../../api/src/outbox/outbox.metrics.js';
import { RetentionMetrics } from '../../api/src/retention/retention.metrics.js';
import { SessionMetrics } from '../../api/src/session/session.metrics.js';
import { TriggerMetrics } from '../../api/src/workflow/trigger.metrics.js';
import { AgentConfig } from '../src/agent.config.js';
import { AudioMetrics } from '../src/watch/audio.metrics.js';
import { TalkMetrics } from '../src/watch/talk.metrics.js';
import { AgentMetrics } from '../src/worker/agent.metrics.js';
import { JobMetrics } from '../src/worker/job.metrics.js';

const ROOT = resolve(import.meta.dirname, '../../..');
/** Prometheus makes it itself, for every target. */
const ITS_OWN = ['up'];

const Dashboard = z.object({
  panels: z.array(
    z.object({ title: z.string(), targets: z.array(z.object({ expr: z.string() })).optional() }),
  ),
});

/** All that api and agents register, as Prometheus sees it. */
function registered(): Set<string> {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  httpMetrics(registry);
  const none = () => Promise.resolve([]);
  const made = [
    new SessionMetrics(registry, { countsByState: none }),
    new OutboxMetrics(registry, { counts: none, waitingSince: none }, []),
    new StoreMetrics(registry, { onWrite: () => undefined }),
    new IngestMetrics(registry),
    new JudgingMetrics(registry),
    new RetentionMetrics(registry),
    new VendorMetrics(registry, new VendorBreakers()),
    new ContactMetrics(registry),
    new TriggerMetrics(registry, { onFired: () => undefined }),
    new TalkMetrics(registry),
    new AudioMetrics(registry),
    new JobMetrics(registry),
    new AgentMetrics(
      registry,
      new AgentConfig(),
      { load: () => ({ sessions: 0, maxSessions: 12, full: false }), registered: true },
      { waiting: 0, bytes: 0, lost: 0 },
    ),
  ];
  // Whoever adds a class of metrics adds it here.
  expect(made).toHaveLength(globSync('{apps,libs}/**/src/**/*.metrics.ts', { cwd: ROOT }).length);
  return new Set(
    registry
      .getMetricsAsArray()
      .flatMap((metric) =>
        'buckets' in metric
          ? ['bucket', 'sum', 'count'].map((part) => `${metric.name}_${part}`)
          : metric.name,
      ),
  );
}

/** The metrics in an expression: words that are no function, no label and no keyword. */
function metricsIn(expression: string): string[] {
  const bare = expression
    .replaceAll(/\{[^}]*\}/g, ' ')
    .replaceAll(/\[[^\]]*\]/g, ' ')
    .replaceAll(/\b(by|without|on|ignoring|group_left|group_right) ?\([^)]*\)/g, ' ');
  const words = bare.match(/\b[a-z][a-z0-9_]*\b(?! *\()/g) ?? [];
  return words.filter((word) => !['and', 'or', 'unless', 'bool', 'sum', 'max', 'min'].includes(word));
}

describe('what watches Parley', () => {
  const known = registered();
  const read = (path: string) => readFileSync(resolve(ROOT, path), 'utf8');

  it('shows only what api and agents tell', () => {
    const { panels } = Dashboard.parse(JSON.parse(read('deploy/grafana/dashboards/parley.json')));
    const queries = panels.flatMap(({ title, targets = [] }) => targets.map(({ expr }) => ({ title, expr })));
    expect(queries.length).toBeGreaterThan(30);
    const missing = queries.filter(({ expr }) => {
      const metrics = metricsIn(expr);
      return metrics.length === 0 || metrics.some((name) => !known.has(name));
    });
    expect(missing).toEqual([]);
  });

  it('warns only of what api and agents tell, and says what to do', () => {
    const alerts = read('deploy/prometheus/alerts.yml')
      .split(/^ +- alert: /m)
      .slice(1);
    expect(alerts.length).toBeGreaterThan(10);
    for (const alert of alerts) {
      const [, expression = ''] = /expr: (?:\|\n)?([\s\S]*?)\n +(?:for|labels):/.exec(alert) ?? [];
      const metrics = metricsIn(expression);
      expect(metrics.length).toBeGreaterThan(0);
      expect(metrics.filter((name) => !known.has(name) && !ITS_OWN.includes(name))).toEqual([]);
      expect(alert).toMatch(/severity: (critical|warning)/);
      expect(alert).toContain('summary: ');
      expect(alert).toContain('runbook: ');
    }
  });

  it('shows every metric of ours but those that only lead to others', () => {
    const text = read('deploy/grafana/dashboards/parley.json') + read('deploy/prometheus/alerts.yml');
    const names = [...known].filter((name) => name.startsWith('parley_') && !/_(sum|count)$/.test(name));
    expect(names.filter((name) => !text.includes(name.replace(/_bucket$/, '')))).toEqual([
      'parley_agent_sessions_ended_total',
      'parley_provider_answer_seconds_total',
    ]);
  });
});
