import { sessionOf } from './request-session.js';

describe(sessionOf.name, () => {
  it.each([
    [{ headers: {}, url: '/openai/v1/models' }, ''],
    [{ headers: { 'x-parley-session': 'sess_1' }, url: '/openai/v1/models' }, 'sess_1'],
    [{ headers: {}, url: '/deepgram/v1/listen?model=nova-3&session=sess_2' }, 'sess_2'],
    [{ headers: { 'x-parley-session': 'sess_1' }, url: '/?session=sess_2' }, 'sess_1 sess_2'],
    [{ headers: {} }, ''],
  ])('reads %j', (request, session) => {
    expect(sessionOf(request)).toBe(session);
  });
});
