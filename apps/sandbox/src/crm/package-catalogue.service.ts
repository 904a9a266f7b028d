import { Injectable } from '@nestjs/common';
import { DESTINATIONS } from '../speech/travel-grammar.js';
import type { PackageDto, PackageQueryDto } from './crm.dto.js';
import { PackageNotFound } from './crm.errors.js';

type Destination = (typeof DESTINATIONS)[number];

interface Offer {
  name: string;
  nights: number;
  /** US dollars per person. */
  price: number;
  flight: boolean;
  tags: string[];
}

/** What is on sale where: every place the dialogue understands as one of ours has an offer. */
const OFFERS: Record<Destination, Offer[]> = {
  dubai: [
    { name: 'Dubai City Break', nights: 4, price: 690, flight: true, tags: ['city', 'shopping'] },
    { name: 'Dubai Desert Week', nights: 7, price: 1250, flight: true, tags: ['desert', 'family'] },
  ],
  bali: [
    { name: 'Bali Beach Holiday', nights: 5, price: 820, flight: false, tags: ['beach', 'couple'] },
    { name: 'Bali Temple and Beach Tour', nights: 8, price: 1390, flight: true, tags: ['beach', 'culture'] },
  ],
  goa: [
    { name: 'Goa Beach Break', nights: 3, price: 340, flight: false, tags: ['beach', 'party'] },
    { name: 'Goa Family Holiday', nights: 6, price: 640, flight: true, tags: ['beach', 'family'] },
  ],
  paris: [{ name: 'Paris City Break', nights: 4, price: 980, flight: true, tags: ['city', 'couple'] }],
  maldives: [
    { name: 'Maldives Island Dream', nights: 5, price: 2150, flight: true, tags: ['beach', 'couple'] },
  ],
  singapore: [
    { name: 'Singapore Family Fun', nights: 4, price: 870, flight: true, tags: ['city', 'family'] },
  ],
  thailand: [
    { name: 'Thailand Island Holiday', nights: 6, price: 760, flight: false, tags: ['beach', 'island'] },
    { name: 'Thailand Grand Tour', nights: 10, price: 1480, flight: true, tags: ['culture', 'beach'] },
  ],
  kerala: [
    { name: 'Kerala House Boat Tour', nights: 5, price: 560, flight: false, tags: ['nature', 'boat'] },
  ],
  london: [{ name: 'London Classic Tour', nights: 5, price: 1320, flight: true, tags: ['city', 'culture'] }],
  rome: [{ name: 'Rome History Tour', nights: 4, price: 940, flight: true, tags: ['city', 'culture'] }],
  switzerland: [
    { name: 'Switzerland by Train', nights: 7, price: 2480, flight: true, tags: ['mountains', 'train'] },
  ],
  istanbul: [{ name: 'Istanbul City Tour', nights: 4, price: 610, flight: true, tags: ['city', 'culture'] }],
};

const FIRST_ID = 101;
/** The list price is the selling price and a tenth, in whole tens. */
const listPrice = (price: number) => Math.round((price * 1.1) / 10) * 10;

const PACKAGES: readonly PackageDto[] = DESTINATIONS.flatMap((destination) =>
  OFFERS[destination].map((offer) => ({ destination, ...offer })),
).map(({ destination, name, nights, price, flight, tags }, index) => ({
  id: FIRST_ID + index,
  packageName: name,
  packageType: flight ? 'with_flight' : 'without_flight',
  description: `${nights} nights in ${capitalize(destination)}, hotel with breakfast${flight ? ', flight included' : ''}.`,
  basePrice: listPrice(price),
  sellingPrice: price,
  currency: 'USD',
  totalNights: nights,
  totalDays: nights + 1,
  minPax: 1,
  maxPax: 8,
  destinations: [capitalize(destination)],
  inclusions: ['Hotel', 'Breakfast', 'Airport transfer', ...(flight ? ['Return flight'] : [])],
  exclusions: ['Visa', 'Travel insurance', ...(flight ? [] : ['Flight'])],
  tags,
  status: 'active',
}));

function capitalize(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

@Injectable()
export class PackageCatalogue {
  /** Cheapest first. */
  find(query: Omit<PackageQueryDto, 'page' | 'limit'>): PackageDto[] {
    const {
      destination,
      packageType,
      minPrice = 0,
      maxPrice = Infinity,
      minNights = 0,
      maxNights = Infinity,
    } = query;
    const wanted = destination?.trim().toLowerCase();
    return PACKAGES.filter(
      (offer) =>
        (!wanted ||
          [offer.packageName, ...offer.destinations].some((name) => name.toLowerCase().includes(wanted))) &&
        (!packageType || offer.packageType === packageType) &&
        offer.sellingPrice >= minPrice &&
        offer.sellingPrice <= maxPrice &&
        offer.totalNights >= minNights &&
        offer.totalNights <= maxNights,
    ).toSorted((a, b) => a.sellingPrice - b.sellingPrice);
  }

  /** @throws PackageNotFound */
  get(id: string): PackageDto {
    const found = PACKAGES.find((offer) => String(offer.id) === id);
    if (!found) throw new PackageNotFound(id);
    return found;
  }
}
