import { CrmClient } from './crm.client.js';
import { CrmNotConfigured } from './crm.errors.js';

/** Stands where neither a credential nor the sandbox is configured. */
export class NoCrmClient extends CrmClient {
  findPackages(): Promise<never> {
    return notConfigured();
  }

  package(): Promise<never> {
    return notConfigured();
  }

  saveLead(): Promise<never> {
    return notConfigured();
  }

  createQuote(): Promise<never> {
    return notConfigured();
  }
}

function notConfigured(): Promise<never> {
  return Promise.reject(new CrmNotConfigured());
}
