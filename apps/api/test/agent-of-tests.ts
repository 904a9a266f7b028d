import { newId } from '#conversation';
import type { EventPayload, EventType } from '#conversation';
import { report } from './requests.js';
import type { Answer } from './requests.js';

/** An agent as the api sees one: it claims, renews and tells. */
export class AgentOfTests {
  epoch = 0;
  private sourceSeq = 0;
  private interims = 0;

  constructor(
    private readonly url: string,
    readonly sessionId: string,
    readonly identity = `agent-AJ_${newId().slice(-6)}`,
  ) {}

  async claim(): Promise<Answer> {
    const answer = await report(this.url, 'claims', {
      sessionId: this.sessionId,
      agentProcess: 'process-of-tests',
      agentIdentity: this.identity,
    });
    if (answer.status === 201) this.epoch = Number(answer.body.epoch);
    return answer;
  }

  renew(): Promise<Answer> {
    return report(this.url, `claims/${this.sessionId}/renew`, { epoch: this.epoch });
  }

  event<T extends EventType>(type: T, payload: EventPayload<T>) {
    return {
      id: newId(),
      sessionId: this.sessionId,
      epoch: this.epoch,
      sourceSeq: ++this.sourceSeq,
      type,
      v: 1,
      at: new Date().toISOString(),
      payload,
    };
  }

  /** So many events never reach the api. */
  skip(events: number): void {
    this.sourceSeq += events;
  }

  said(role: 'user' | 'agent', text: string) {
    return this.event('message.added', {
      role,
      text,
      heardText: null,
      interrupted: false,
      language: 'en',
      participant: role === 'user' ? 'user-1' : null,
      source: 'speech',
      latency: null,
    });
  }

  tell(...events: object[]): Promise<Answer> {
    return report(this.url, 'events', { events });
  }

  /** What somebody is saying after all of its events so far. */
  interim(role: 'user' | 'agent', text: string) {
    return {
      ...{
        sessionId: this.sessionId,
        epoch: this.epoch,
        number: ++this.interims,
        afterSourceSeq: this.sourceSeq,
      },
      ...{ role, text, participant: role === 'user' ? 'user-1' : null, at: new Date().toISOString() },
    };
  }

  hear(...interims: object[]): Promise<Answer> {
    return report(this.url, 'interims', { interims });
  }

  end(reason: EventPayload<'session.ended'>['reason']): Promise<Answer> {
    return this.tell(this.event('session.ended', { reason, detail: null }));
  }
}
