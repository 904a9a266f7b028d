import { Injectable } from '@nestjs/common';
import type { ContactPart, ContactRecord, ContactSource } from '#store';

export interface ContactCaptured {
  tenantId: string;
  conversationId: string;
  contact: ContactRecord;
  isNew: boolean;
  /** What is new of the contact, or another than before. */
  parts: ContactPart[];
  source: ContactSource;
}

/** `contact.captured`: a contact is new, or more is known of one. Told in the transaction of the capture, so never without it. */
@Injectable()
export class CaptureListener {
  captured(_capture: ContactCaptured): Promise<void> {
    return Promise.resolve();
  }
}
