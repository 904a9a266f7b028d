import { Injectable, Logger } from '@nestjs/common';
import { PeerUnavailable } from '../peer/peer-unavailable.js';
import { DjangoClient } from './django.client.js';
import type { DjangoPerson } from './django-person.js';

/** As Django makes the keys of its sessions. Nothing else is handed on. */
const SESSION_COOKIE = /(?:^|;\s*)sessionid=([A-Za-z0-9._:-]{1,256})(?:;|$)/;

/** Who somebody is whose browser is logged in at Django. */
@Injectable()
export class DjangoPeople {
  private readonly logger = new Logger(DjangoPeople.name);

  constructor(private readonly django: DjangoClient) {}

  /** From the cookies of a request. Undefined for who is not logged in, and while Django does not answer: they talk all the same. */
  async of(cookies: string | undefined): Promise<DjangoPerson | undefined> {
    const key = SESSION_COOKIE.exec(cookies ?? '')?.[1];
    if (key === undefined || !this.django.isThere) return undefined;
    try {
      return await this.django.person(key, new AbortController().signal);
    } catch (error) {
      if (!(error instanceof PeerUnavailable)) throw error;
      this.logger.warn('nobody says who it is: taken for anonymous', { reason: error.message });
      return undefined;
    }
  }
}
