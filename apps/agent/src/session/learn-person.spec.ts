import type { KnownPerson } from '#conversation';
import { learnPerson } from './learn-person.js';

const ASHA: KnownPerson = {
  ...{ name: 'Asha', email: null, phone: null, company: null, language: null },
  ...{ preferences: {}, talks: [] },
};

describe(learnPerson, () => {
  let told: KnownPerson[];
  let asked: string[];
  let over: AbortController;

  beforeEach(() => {
    told = [];
    asked = [];
    over = new AbortController();
  });

  const learn = (answer: () => Promise<KnownPerson | null>, personIsLate = true) => {
    const person = (sessionId: string) => {
      asked.push(sessionId);
      return answer();
    };
    const know = (known: KnownPerson) => Promise.resolve(void told.push(known));
    return learnPerson({ sessionId: 's', personIsLate }, { person }, { know }, over.signal);
  };

  it('tells the talk whom it is with, a moment after it began', async () => {
    await learn(() => Promise.resolve(ASHA));
    expect([asked, told]).toEqual([['s'], [ASHA]]);
  });

  it('asks nothing when the claim has told it', async () => {
    await learn(() => Promise.resolve(ASHA), false);
    expect([asked, told]).toEqual([[], []]);
  });

  it('lets the talk go on with somebody unknown when the api does not say', async () => {
    await learn(() => Promise.reject(new Error('the api answered 503')));
    await learn(() => Promise.resolve(null));
    expect(told).toEqual([]);
  });

  it('tells a talk that is over nothing', async () => {
    await learn(() => {
      over.abort();
      return Promise.resolve(ASHA);
    });
    expect(told).toEqual([]);
  });
});
