import * as fc from 'fast-check';
import { PieceGatherer } from './piece-gatherer.js';

describe(PieceGatherer.name, () => {
  it('makes full pieces of the same sound', () => {
    fc.assert(
      fc.property(fc.array(fc.int16Array({ maxLength: 40 }), { maxLength: 20 }), (parts) => {
        const gatherer = new PieceGatherer(16);
        const pieces = parts.flatMap((part) => gatherer.add(part));
        const all = parts.flatMap((part) => [...part]);
        expect(pieces.every((piece) => piece.length === 16)).toBe(true);
        expect(pieces.flatMap((piece) => [...piece])).toEqual(all.slice(0, all.length - (all.length % 16)));
      }),
    );
  });
});
