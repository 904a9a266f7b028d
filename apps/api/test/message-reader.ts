import type { Repositories } from '#store/testing';
import { AuditRepository, LeaseRepository } from '#store';
import { OpenAiConfig } from '#providers';
import { Registry } from 'prom-client';
import { AuditTrail } from '../src/audit/audit-trail.js';
import { CurrentRequest } from '../src/audit/current-request.js';
import { ContactCaptureService } from '../src/contact/contact-capture.service.js';
import { ContactMetrics } from '../src/contact/contact.metrics.js';
import { ContactConfig } from '../src/contact/contact.config.js';
import { FollowUps } from '../src/contact/follow-ups.js';
import { KnownPeople } from '../src/contact/known-people.js';
import { MessageMeaning } from '../src/contact/message-meaning.js';
import { MessageReader } from '../src/contact/message-reader.js';
import { JudgeModel } from '../src/judging/judge-model.js';
import { JudgingConfig } from '../src/judging/judging.config.js';
import { JudgingMetrics } from '../src/judging/judging.metrics.js';
import { MessageJudge } from '../src/judging/message-judge.js';

type Parts = Pick<Repositories, 'store' | 'sessions' | 'triggers' | 'unjudged' | 'captures'>;

/** A reader of messages as the api has one, that asks a vendor on this machine. */
export function startMessageReader(
  { store, sessions, triggers, unjudged, captures }: Parts,
  baseUrl: string,
  leases: Pick<LeaseRepository, 'hold' | 'putDown'> = new LeaseRepository(store),
): MessageReader {
  const openAi = Object.assign(new OpenAiConfig(), { apiKey: 'sk-of-tests', baseUrl });
  const config = new JudgingConfig();
  const registry = new Registry();
  const metrics = new JudgingMetrics(registry);
  const judge = new MessageJudge(new JudgeModel(openAi, config), metrics);
  const followUps = new FollowUps(triggers, sessions);
  const audit = new AuditTrail(new AuditRepository(store), new CurrentRequest());
  const contactMetrics = new ContactMetrics(registry);
  const contacts = new ContactCaptureService(captures, audit, followUps, store, contactMetrics);
  const meaning = new MessageMeaning(
    ...([triggers, sessions, unjudged, contacts, followUps, config] as const),
    new ContactConfig(),
  );
  const people = new KnownPeople({ named: NOBODY, remember: NOBODY }, sessions);
  const costs = { record: () => Promise.resolve() };
  const reader = new MessageReader(store, unjudged, leases, judge, meaning, people, metrics, costs);
  reader.onApplicationBootstrap();
  return reader;
}

const NOBODY = () => Promise.reject(new Error('Nobody is asked for.'));
