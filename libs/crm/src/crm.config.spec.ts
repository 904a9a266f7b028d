import { crmAccount, crmConfig } from './crm.config.js';
import type { CrmConfig } from './crm.config.js';

const NAMES = ['CRM_BASE_URL', 'CRM_EMAIL', 'CRM_PASSWORD', 'CRM_IDEMPOTENT', 'SANDBOX_URL'];

describe(crmAccount.name, () => {
  const read = (variables: Record<string, string>) => {
    Object.assign(process.env, variables);
    return crmAccount(crmConfig.useFactory() as CrmConfig);
  };

  afterEach(() => NAMES.forEach((name) => delete process.env[name]));

  it('is real with e-mail and password, whatever stands by', () => {
    const account = read({
      CRM_EMAIL: 'a@b.example',
      CRM_PASSWORD: 'word',
      SANDBOX_URL: 'http://127.0.0.1:3053',
    });
    expect(account).toMatchObject({
      baseUrl: 'https://crm.tripandevent.com/api',
      simulated: false,
      idempotent: false,
    });
  });

  it('is the sandbox without a credential', () => {
    expect(read({ SANDBOX_URL: 'http://127.0.0.1:3053', CRM_IDEMPOTENT: 'false' })).toMatchObject({
      baseUrl: 'http://127.0.0.1:3053/crm/api',
      email: 'tara@sandbox.local',
      simulated: true,
      idempotent: true,
    });
  });

  it('is off with neither', () => {
    expect(read({ CRM_BASE_URL: 'http://localhost:9000/api' })).toBeUndefined();
  });

  it.each([
    [{ CRM_EMAIL: 'a@b.example' }, 'CRM_PASSWORD: must be set too, since CRM_EMAIL is'],
    [{ CRM_PASSWORD: 'word' }, 'CRM_EMAIL: must be set too, since CRM_PASSWORD is'],
    [{ CRM_BASE_URL: 'crm.example' }, 'CRM_BASE_URL'],
  ])('stops the boot on %j', (variables, message) => {
    expect(() => read(variables)).toThrow(message);
  });
});
