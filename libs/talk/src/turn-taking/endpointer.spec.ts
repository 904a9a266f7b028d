import { Endpointer } from './endpointer.js';
import type { EndpointerOptions } from './endpointer.js';

const WINDOW_MS = 32;

/** An endpointer with a clock of sound. */
class Talk {
  readonly endpointer: Endpointer;
  nowMs = 0;

  constructor(options: Partial<EndpointerOptions> = {}) {
    this.endpointer = new Endpointer({ language: 'en', ...options });
  }

  get decision() {
    return this.endpointer.decision(this.nowMs);
  }

  hear(voiced: boolean, ms: number): void {
    for (const endMs = this.nowMs + ms; this.nowMs < endMs;) {
      this.nowMs += WINDOW_MS;
      this.endpointer.heard({ atMs: this.nowMs, voiced });
    }
  }

  speak(text: string): void {
    this.hear(true, 960);
    this.endpointer.final(text);
  }

  /** How long a silence it takes until the turn is over. */
  silenceUntil(decision: 'speculate' | 'commit'): number {
    const startMs = this.nowMs;
    while (this.decision !== decision && this.nowMs < startMs + 5_000) this.hear(false, WINDOW_MS);
    return this.nowMs - startMs;
  }
}

describe(Endpointer.name, () => {
  it.each([
    ['I need a room.', 384],
    ['I need a room for two nights', 640],
    ['My phone number is oh seven', 1_024],
    ['I need a', 1_216],
  ])('ends a turn of %p after %i ms of silence', (text, ms) => {
    const talk = new Talk();
    talk.speak(text);
    expect(talk.silenceUntil('commit')).toBe(ms);
  });

  it('waits for words longer than for anything', () => {
    const talk = new Talk();
    talk.hear(true, 960);
    expect(talk.silenceUntil('commit')).toBe(1_504);
    expect(new Talk().silenceUntil('commit')).toBeGreaterThan(4_000);
  });

  it('begins the answer at once where the words may be all, else shortly before the end', () => {
    const whole = new Talk();
    whole.speak('I need a room.');
    expect(whole.silenceUntil('speculate')).toBe(0);
    const open = new Talk();
    open.speak('I need a');
    expect(open.silenceUntil('speculate')).toBe(800);
    const silent = new Talk();
    silent.hear(true, 960);
    silent.hear(false, 1_400);
    expect(silent.decision).toBe('wait');
  });

  it('does not trust words that are not settled', () => {
    const talk = new Talk();
    talk.hear(true, 960);
    talk.endpointer.interim('I need a room.');
    expect(talk.decision).toBe('wait');
    expect(talk.endpointer.needMs()).toBe(620);
    talk.endpointer.final('I need a room.');
    expect(talk.endpointer.needMs()).toBe(370);
  });

  it('ends no sooner than answers have been ready, within bounds', () => {
    const talk = new Talk();
    const needAfter = (...readyMs: number[]) => {
      readyMs.forEach((ms) => talk.endpointer.answerReady(ms));
      return talk.endpointer.needMs();
    };
    talk.speak('I need a room.');
    expect(needAfter(300)).toBe(290);
    expect(needAfter(420, 430)).toBe(410);
    expect(needAfter(...Array<number>(40).fill(900))).toBe(500);
    expect(needAfter(...Array<number>(40).fill(50))).toBe(200);
  });

  it('counts the wait for the recogniser', () => {
    const talk = new Talk();
    talk.endpointer.answerReady(300);
    talk.hear(true, 960);
    talk.hear(false, 96);
    talk.endpointer.final('I need a room.');
    expect(talk.endpointer.needMs()).toBe(96 + 290);
  });

  it('never ends a turn sooner than the definition allows', () => {
    const talk = new Talk({ minSilenceMs: 700 });
    talk.speak('I need a room.');
    expect(talk.endpointer.needMs()).toBe(700);
    talk.speak('and a');
    expect(talk.endpointer.needMs()).toBe(1_200);
  });

  it('starts again when the person speaks on, not at a click', () => {
    const talk = new Talk();
    talk.speak('I need a room.');
    talk.hear(false, 320);
    talk.hear(true, WINDOW_MS);
    talk.hear(false, WINDOW_MS);
    expect(talk.decision).toBe('commit');
    talk.hear(true, 2 * WINDOW_MS);
    expect(talk.decision).toBe('speculate');
  });

  it('puts the words of several finals together', () => {
    const talk = new Talk();
    talk.speak('I need a room');
    talk.speak('and a');
    talk.endpointer.interim('parking');
    expect(talk.endpointer.text).toBe('I need a room and a parking');
    talk.endpointer.final('parking space.');
    expect(talk.endpointer.text).toBe('I need a room and a parking space.');
  });

  it('hears words where the detector hears nobody', () => {
    const talk = new Talk();
    talk.hear(false, 960);
    talk.endpointer.final('I need a room.');
    expect(talk.silenceUntil('commit')).toBe(384);
  });

  describe('with a verdict of the language model', () => {
    const unsure = 'I need a room for two nights';
    const judged = (text: string, verdict: 'finished' | 'unfinished', afterMs = 0) => {
      const talk = new Talk({ expectsVerdict: true });
      talk.speak(text);
      talk.hear(false, afterMs);
      talk.endpointer.verdict(verdict);
      return talk.endpointer.needMs();
    };

    it('waits for it where the words do not decide', () => {
      const talk = new Talk({ expectsVerdict: true });
      talk.speak(unsure);
      expect(talk.endpointer.needMs()).toBe(800);
      expect(talk.endpointer.isUndecided).toBe(true);
      talk.endpointer.verdict('finished');
      expect(talk.endpointer.needMs()).toBe(370);
      expect(talk.endpointer.isUndecided).toBe(false);
    });

    it('goes by it, unless the recogniser says otherwise', () => {
      expect(judged(unsure, 'unfinished')).toBe(1_200);
      expect(judged('I need a double.', 'unfinished')).toBe(800);
      expect(judged('I need a room.', 'unfinished')).toBe(800);
      expect(judged('My phone number is oh seven', 'unfinished')).toBe(1_000);
    });

    it('asks also when the recogniser finds an end where the words do not', () => {
      const talk = new Talk({ expectsVerdict: true });
      talk.speak('I need a.');
      expect(talk.decision).toBe('speculate');
      expect(judged('I need a.', 'finished')).toBe(370);
      expect(judged('I need a.', 'unfinished')).toBe(1_200);
    });

    it('does not believe that somebody has finished whose words show that they have not, before it found them unfinished', () => {
      expect(judged('I would like to', 'finished')).toBe(1_200);
      expect(judged('My phone number is oh seven', 'finished')).toBe(1_000);
      const talk = new Talk({ expectsVerdict: true });
      talk.speak('Okay, let us do that');
      talk.endpointer.verdict('unfinished');
      talk.endpointer.verdict('finished');
      expect(talk.endpointer.needMs()).toBe(370);
    });

    it('does not believe a model again that took a pause for the end, until it finds somebody unfinished', () => {
      const talk = new Talk({ expectsVerdict: true });
      talk.speak(unsure);
      talk.endpointer.verdict('finished');
      talk.hear(false, 384);
      talk.endpointer.turnEnded();
      talk.hear(true, 96);
      talk.endpointer.takeBack();
      talk.endpointer.verdict('finished');
      expect(talk.endpointer.needMs()).toBeGreaterThanOrEqual(800);
      talk.endpointer.verdict('unfinished');
      talk.endpointer.verdict('finished');
      expect(talk.endpointer.needMs()).toBe(370);
    });

    it('overrules a model that finds no end', () => {
      expect(judged(unsure, 'unfinished', 1_216)).toBeLessThan(1_200);
    });

    it('forgets it with the next word', () => {
      const talk = new Talk({ expectsVerdict: true });
      talk.speak(unsure);
      talk.endpointer.verdict('finished');
      talk.speak('with breakfast');
      expect(talk.endpointer.needMs()).toBe(800);
    });
  });

  describe('after the end of a turn', () => {
    it('hears another one', () => {
      const talk = new Talk();
      talk.speak('I need a room.');
      talk.hear(false, 384);
      talk.endpointer.turnEnded();
      talk.hear(false, 2_000);
      expect(talk.decision).toBe('wait');
      talk.speak('For tomorrow.');
      expect(talk.endpointer.text).toBe('For tomorrow.');
    });

    it('keeps the words of a turn that is taken back', () => {
      const talk = new Talk();
      talk.speak('I need a room.');
      talk.hear(false, 384);
      talk.endpointer.turnEnded();
      talk.hear(true, 96);
      talk.endpointer.takeBack();
      expect(talk.endpointer.text).toBe('I need a room.');
      talk.endpointer.final('With breakfast.');
      expect(talk.endpointer.text).toBe('I need a room. With breakfast.');
    });

    it('does not take a late final for a new turn', () => {
      const talk = new Talk();
      talk.hear(true, 960);
      talk.endpointer.interim('I need a');
      talk.hear(false, 1_300);
      talk.endpointer.turnEnded();
      talk.endpointer.final('I need a room.');
      expect(talk.endpointer.text).toBe('');
      talk.hear(true, 96);
      talk.endpointer.takeBack();
      expect(talk.endpointer.text).toBe('I need a room.');
    });

    it('gives more time to somebody who was cut off, as long as they pause', () => {
      const talk = new Talk();
      talk.speak('I need a room for two');
      talk.hear(false, 640);
      talk.hear(true, 96);
      talk.endpointer.final('nights');
      expect(talk.endpointer.needMs()).toBe(620);
      talk.hear(false, 640);
      talk.endpointer.turnEnded();
      talk.hear(false, 96);
      talk.hear(true, 64);
      talk.endpointer.takeBack();
      expect(talk.endpointer.needMs()).toBe(800 + 60);
      talk.speak('at the lake');
      talk.hear(false, 3_000);
      talk.hear(true, 96);
      talk.endpointer.final('and a boat');
      expect(talk.endpointer.needMs()).toBe(620 + 300);
    });
  });
});
