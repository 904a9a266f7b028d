import type { EventPayload, EventType } from '#conversation';
import { CrmRefused, CrmUnavailable, CrmUnknownOutcome, QuotesNotSupported } from '#crm';
import { FakeCrm } from '#crm/testing';
import { FakeRobot } from '#robot/testing';
import { CreateQuoteTool } from './create-quote.tool.js';
import { Deferrals } from './deferrals.js';
import { SaveCustomerLeadTool } from './save-customer-lead.tool.js';

const LEAD = { name: 'Asha', phone: '98765' };
const QUOTE = { customer_name: 'Asha', package_id: 'pkg-1', travellers: 2 };

function talk({ isOurs = true } = {}) {
  const told: { type: EventType; payload: EventPayload }[] = [];
  const crm = new FakeCrm();
  const deferrals = new Deferrals();
  const over = new AbortController();
  const reach = {
    robot: new FakeRobot(),
    isOurs: () => Promise.resolve(isOurs),
    objectToRecording: () => Promise.resolve('not_recorded' as const),
  };
  let calls = 0;
  const call = () => ({
    sessionId: 's',
    idempotencyKey: `key-${(calls += 1)}`,
    signal: over.signal,
    reach,
    report: (type: EventType, payload: EventPayload) => void told.push({ type, payload }),
    hangUp: () => undefined,
  });
  const lead = new SaveCustomerLeadTool(crm, deferrals);
  const quote = new CreateQuoteTool(crm, deferrals);
  return {
    crm,
    told,
    over,
    saveLead: (args = LEAD) => lead.run(args, call()),
    createQuote: (args = QUOTE) => quote.run(args, call()),
  };
}

describe(Deferrals.name, () => {
  it('says nothing of later when the CRM took it', async () => {
    const { saveLead, told } = talk();
    await expect(saveLead()).resolves.toMatchObject({ ok: true, content: { lead_id: 'lead-1' } });
    expect(told).toEqual([]);
  });

  it('hands a lead on under its key when the CRM is down, and promises that it will be sent', async () => {
    const { crm, saveLead, told } = talk();
    crm.next('saveLead', new CrmUnavailable('down'));
    const { ok, content } = await saveLead();
    expect(ok).toBe(true);
    expect(content).toMatchObject({ deferred: true, lead_id: null });
    expect(content.voice_summary).toContain('will be sent as soon as it answers');
    expect(told).toEqual([
      {
        type: 'crm.deferred',
        payload: { kind: 'lead', idempotencyKey: 'key-1', because: 'unavailable', body: LEAD },
      },
    ]);
  });

  it('does and promises nothing in a session that is another agent’s', async () => {
    const { crm, saveLead, told } = talk({ isOurs: false });
    await expect(saveLead()).rejects.toThrow();
    expect(crm.calls).toEqual([]);
    expect(told).toEqual([]);
  });

  it('does not do what it has promised a second time', async () => {
    const { crm, saveLead, told } = talk();
    crm.next('saveLead', new CrmUnavailable('down'));
    const promise = await saveLead();
    await expect(saveLead()).resolves.toEqual(promise);
    expect(told).toHaveLength(1);
    expect(crm.calls).toHaveLength(1);
    await expect(saveLead({ name: 'Ravi', phone: '1' })).resolves.toMatchObject({
      content: { lead_id: 'lead-1' },
    });
  });

  it('promises nothing for a lead that may be there already', async () => {
    const { crm, saveLead, told } = talk();
    crm.next('saveLead', new CrmUnknownOutcome('no answer'));
    await expect(saveLead()).resolves.toMatchObject({ ok: false });
    expect(told).toMatchObject([{ payload: { because: 'unknown_outcome' } }]);
  });

  it('hands nothing on that the CRM refused', async () => {
    const { crm, saveLead, told } = talk();
    crm.next('saveLead', new CrmRefused('no'));
    await expect(saveLead()).resolves.toMatchObject({ ok: false });
    expect(told).toEqual([]);
  });

  it('hands on what was told by a person who hung up', async () => {
    const { saveLead, over, told } = talk();
    over.abort();
    await saveLead();
    expect(told).toMatchObject([{ payload: { because: 'unavailable', body: LEAD } }]);
  });

  it('hands a quote on with what the CRM offered, or without when it could not be asked', async () => {
    const { crm, createQuote, told } = talk();
    crm.next('createQuote', new CrmUnavailable('down'));
    await createQuote();
    crm.next('package', new CrmUnavailable('down'));
    await createQuote({ ...QUOTE, travellers: 3 });
    expect(told).toMatchObject([
      { payload: { kind: 'quote', body: { travellers: 2, offer: { unitPrice: 1_299, currency: 'USD' } } } },
      { payload: { kind: 'quote', body: { travellers: 3, offer: null } } },
    ]);
  });

  it('notes a quote for a CRM that keeps none', async () => {
    const { crm, createQuote, told } = talk();
    crm.next('createQuote', new QuotesNotSupported());
    const { content } = await createQuote();
    expect(content.voice_summary).toContain('noted your quote');
    expect(told).toMatchObject([{ payload: { because: 'not_supported' } }]);
  });
});
