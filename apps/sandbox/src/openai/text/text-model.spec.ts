import { TravelDialogue } from '../../dialogue/travel-dialogue.js';
import { TextModel } from './text-model.js';
import type { AnswerPiece } from './text-model.js';
import { TokenPace } from './token-pace.js';

describe(TextModel.name, () => {
  const model = new TextModel(() => new TravelDialogue());
  const collect = async (instructions: string, most = Infinity, signal = new AbortController().signal) => {
    const pieces: AnswerPiece[] = [];
    for await (const piece of model.answer({ instructions, tools: [], turns: [] }, most, signal))
      pieces.push(piece);
    return pieces;
  };

  it('gives words with their spaces, and the reason of the end', async () => {
    expect(await collect('Say exactly: "One, two."')).toEqual([
      { kind: 'text', text: 'One,' },
      { kind: 'text', text: ' two.' },
      { kind: 'end', reason: 'stop' },
    ]);
  });

  it('stops where it has to, and not before', async () => {
    expect(await collect('Say exactly: "One, two."', 1)).toEqual([
      { kind: 'text', text: 'One,' },
      { kind: 'end', reason: 'length' },
    ]);
    expect((await collect('Say exactly: "One, two."', 2)).at(-1)).toEqual({ kind: 'end', reason: 'stop' });
  });

  it('writes a call in fragments', async () => {
    const travel = {
      instructions: 'You are Tara.',
      tools: [{ name: 'find_packages', parameters: { properties: { destination: {} } } }],
      turns: [{ by: 'person' as const, text: 'i want to go to bali' }],
    };
    const pieces: AnswerPiece[] = [];
    for await (const piece of model.answer(travel, Infinity, new AbortController().signal))
      pieces.push(piece);
    expect(pieces[0]).toMatchObject({ kind: 'call', index: 0, name: 'find_packages' });
    const written = pieces.flatMap((piece) => (piece.kind === 'arguments' ? piece.text : []));
    expect(written.length).toBeGreaterThan(1);
    expect(JSON.parse(written.join(''))).toEqual({ destination: 'Bali' });
    expect(pieces.at(-1)).toEqual({ kind: 'end', reason: 'tool_calls' });
  });

  it('stops when nobody waits any more', async () => {
    await expect(
      collect('Say exactly: "One."', Infinity, AbortSignal.abort(new Error('left'))),
    ).rejects.toThrow('left');
  });
});

describe(TokenPace.name, () => {
  it('makes up for a late token', async () => {
    let nowMs = 0;
    const pace = new TokenPace({ firstTokenMs: 0, tokenEveryMs: 20 }, () => nowMs);
    const { signal } = new AbortController();
    await pace.next(signal);
    nowMs = 65;
    await Promise.all([pace.next(signal), pace.next(signal), pace.next(signal)]);
    const waits = pace.next(AbortSignal.timeout(1));
    await expect(waits).rejects.toThrow();
  });
});
