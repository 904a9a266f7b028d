import { ask, NoAnswer } from '../ask.ts';
import type { Check } from '../check.ts';
import { off, ok, warning } from '../finding.ts';
import type { Verdict } from '../finding.ts';
import { given } from '../../launcher/settings.ts';

/** Where traces and reports of errors go. Talks go on when nobody takes them. */
export const watching: Check = {
  part: 'watching',
  deadlineMs: 8_000,
  look: async ({ env }, signal) => {
    const [collector, dsn] = [given(env, 'OTEL_EXPORTER_OTLP_ENDPOINT'), given(env, 'SENTRY_DSN')];
    if (!collector && !dsn)
      return [off('OTEL_EXPORTER_OTLP_ENDPOINT turns traces on, SENTRY_DSN reports of errors')];
    const verdicts = await Promise.all([
      collector ? collectorVerdict(collector, signal) : ok('no traces'),
      dsn ? sentryVerdict(dsn, signal) : ok('no reports of errors'),
    ]);
    const bad = verdicts.filter(({ state }) => state !== 'ok');
    const details = verdicts.flatMap((verdict) => ('detail' in verdict ? [verdict.detail] : []));
    return bad.length ? bad : [ok(details.join('; '))];
  },
};

/** An export of nothing: a collector takes it and keeps nothing. */
async function collectorVerdict(endpoint: string, signal: AbortSignal): Promise<Verdict> {
  const url = `${endpoint.replace(/\/+$/, '')}/v1/traces`;
  const status = await statusOf(url, { method: 'POST', json: { resourceSpans: [] } }, signal);
  if (status === 401 || status === 403)
    return ok(`a collector of traces is there; it wants OTEL_EXPORTER_OTLP_HEADERS (${status} without)`);
  if (typeof status === 'number' && status < 500 && status !== 404) return ok('traces are taken');
  return warning(
    `no collector of traces takes anything at OTEL_EXPORTER_OTLP_ENDPOINT (${status})`,
    'look at OTEL_EXPORTER_OTLP_ENDPOINT: a collector that speaks OTLP over HTTP, on port 4318 by default, without /v1/traces',
  );
}

/** Nothing is reported: that the server is there has to do. */
async function sentryVerdict(dsn: string, signal: AbortSignal): Promise<Verdict> {
  const cure = 'copy SENTRY_DSN from the project’s settings in Sentry: https://<key>@<host>/<project>';
  const parsed = URL.canParse(dsn) ? new URL(dsn) : undefined;
  if (!parsed?.username || !/\/\d+$/.test(parsed.pathname)) return warning('SENTRY_DSN is no DSN', cure);
  const status = await statusOf(parsed.origin, {}, signal);
  if (typeof status === 'number' && status < 500) return ok('Sentry is there');
  return warning(`Sentry does not answer at ${parsed.origin} (${status})`, cure);
}

/** The answer's status, or why there is none. */
function statusOf(
  url: string,
  question: Parameters<typeof ask>[1],
  signal: AbortSignal,
): Promise<number | string> {
  return ask(url, question, signal).then(
    ({ status }) => status,
    (error: unknown) => {
      if (error instanceof NoAnswer) return error.reason;
      throw error;
    },
  );
}
