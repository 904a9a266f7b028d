import { FaultPlanDto } from '../control/fault-plan.dto.js';
import { VendorFaults } from '../control/vendor-faults.js';
import { TranscriptGate } from './transcript-gate.js';

describe(TranscriptGate.name, () => {
  const plan = (faults: Partial<FaultPlanDto>) => Object.assign(new FaultPlanDto(), faults);
  let faults: VendorFaults;
  let sent: string[];
  let gate: TranscriptGate;

  beforeEach(() => {
    faults = new VendorFaults('deepgram');
    sent = [];
    gate = new TranscriptGate(faults, (status) => sent.push(`failed ${status}`));
  });
  afterEach(() => gate.close());

  const pass = (text: string, kind: 'interim' | 'final' = 'final') => gate.pass(kind, () => sent.push(text));

  it('lets all through at once when nothing is broken', () => {
    pass('a', 'interim');
    pass('b');
    expect(sent).toEqual(['a', 'b']);
  });

  it('is late on request, and stays in order when it is no longer', async () => {
    faults.set(plan({ latencyMs: 30 }));
    pass('a');
    faults.clear();
    pass('b');
    expect(sent).toEqual([]);
    await gate.drained();
    expect(sent).toEqual(['a', 'b']);
    pass('c');
    expect(sent).toHaveLength(3);
  });

  it('fails finals, not interims', () => {
    faults.set(plan({ fail: { next: 1, status: 500, at: 'response' } }));
    pass('a', 'interim');
    pass('b');
    pass('c');
    expect(sent).toEqual(['a', 'failed 500', 'c']);
  });

  it('begins and never goes on when it is to stall', () => {
    faults.set(plan({ stall: 'stream', stallNext: 1 }));
    pass('a', 'interim');
    pass('b');
    expect(sent).toEqual(['a']);
  });

  it('says nothing in a brown-out', () => {
    faults.set(plan({ brownOut: true }));
    pass('a');
    faults.clear();
    pass('b');
    expect(sent).toEqual(['b']);
  });

  it('sends nothing late once it is closed', async () => {
    faults.set(plan({ latencyMs: 60_000 }));
    pass('a');
    gate.close();
    await gate.drained();
    expect(sent).toEqual([]);
  });
});
