import { Injectable } from '@nestjs/common';
import { VendorUnknown } from '../control/control.errors.js';
import { VoiceSwitchesDto } from './voice-switches.dto.js';

/** Vendors whose voices can be told how fast to be. */
export const SPEAKING_VENDORS = ['deepgram', 'cartesia', 'elevenlabs'] as const;
export type SpeakingVendor = (typeof SPEAKING_VENDORS)[number];

@Injectable()
export class VoiceSwitches {
  private readonly byVendor = new Map<string, VoiceSwitchesDto>(
    SPEAKING_VENDORS.map((vendor) => [vendor, new VoiceSwitchesDto()]),
  );

  /** @throws VendorUnknown */
  of(vendor: string): VoiceSwitchesDto {
    const switches = this.byVendor.get(vendor);
    if (!switches) throw new VendorUnknown(vendor, SPEAKING_VENDORS);
    return switches;
  }

  /** For speech that begins from now on. @throws VendorUnknown */
  set(vendor: string, switches: VoiceSwitchesDto): void {
    this.of(vendor);
    this.byVendor.set(vendor, switches);
  }
}
