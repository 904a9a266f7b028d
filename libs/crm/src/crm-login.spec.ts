import { jest } from '@jest/globals';
import { CrmExchange } from './crm-exchange.js';
import { CrmLogin } from './crm-login.js';

const account = {
  baseUrl: 'http://127.0.0.1:1',
  email: 'tara@example.com',
  password: 'secret-word',
  quotesPath: 'quotes',
  idempotent: false,
  packageSearch: true,
  simulated: false,
};
const signal = new AbortController().signal;

describe(CrmLogin.name, () => {
  afterEach(() => void jest.useRealTimers());

  it.each([
    ['50 minutes when the reply says nothing', { token: 't' }, 50 * 60],
    ['until 60 s before expiry', { data: { access_token: 't', expires_in: 600 } }, 540],
    ['until 60 s before expiry, in camelCase', { accessToken: 't', expiresIn: 3_600 }, 3_540],
  ])('keeps a token %s', async (_, body, seconds) => {
    jest.useFakeTimers({ now: 0 });
    const exchange = new CrmExchange(account.baseUrl);
    const send = jest.spyOn(exchange, 'send').mockResolvedValue({ status: 200, body });
    const login = new CrmLogin(exchange, account);
    await login.token(signal);
    jest.setSystemTime(seconds * 1_000 - 1);
    expect(await login.token(signal)).toBe('t');
    expect(send).toHaveBeenCalledTimes(1);
    jest.setSystemTime(seconds * 1_000);
    await login.token(signal);
    expect(send).toHaveBeenCalledTimes(2);
  });
});
