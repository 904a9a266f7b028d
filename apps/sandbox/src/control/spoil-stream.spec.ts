import { FaultPlanDto } from './fault-plan.dto.js';
import { spoilStream } from './spoil-stream.js';
import { VendorFaults } from './vendor-faults.js';

describe(spoilStream.name, () => {
  const faults = new VendorFaults('openai');
  const plan = (wanted: Partial<FaultPlanDto>) => faults.set(Object.assign(new FaultPlanDto(), wanted));
  beforeEach(() => faults.clear());

  const answer = ['created', 'delta 1', 'delta 2', 'done'];

  /** What came until the listener lost patience. */
  async function listen(): Promise<string[]> {
    const ending = new AbortController();
    const came: string[] = [];
    const patience = setTimeout(() => ending.abort(), 50);
    const isPiece = (event: string) => event.startsWith('delta');
    try {
      for await (const event of spoilStream(answer, { faults, isPiece, signal: ending.signal }))
        came.push(event);
    } catch (error) {
      if (!ending.signal.aborted) throw error;
    }
    clearTimeout(patience);
    return came;
  }

  it.each([
    [{}, ['created', 'delta 1', 'delta 2', 'done']],
    [{ latencyMs: 5 }, ['created', 'delta 1', 'delta 2', 'done']],
    [{ latencyMs: 10_000 }, []],
    [{ brownOut: true }, ['created']],
    [{ stall: 'stream' as const }, ['created', 'delta 1']],
    [{ stall: 'open' as const }, ['created', 'delta 1', 'delta 2', 'done']],
  ])('under %j lets through %j', async (wanted, events) => {
    plan(wanted);
    expect(await listen()).toEqual(events);
  });
});
