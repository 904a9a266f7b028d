/** A customer who may buy. Only the name is required; what the customer did not say is left out. */
export interface Lead {
  name: string;
  email?: string;
  phone?: string;
  destination?: string;
  nearestAirport?: string;
  arrivalCity?: string;
  departureCity?: string;
  travelDate?: string;
  expectedDate?: string;
  journeyStartDate?: string;
  journeyEndDate?: string;
  durationNights?: number;
  durationDays?: number;
  /** Default 2. */
  adults?: number;
  /** Default 0. */
  children?: number;
  /** Default 0. */
  infants?: number;
  /** In the customer's words: `4 star`, `a villa`. */
  hotelType?: string;
  totalRooms?: number;
  extraMattress?: number;
  /** In the customer's words: `breakfast only`, `half board`. */
  mealPlan?: string;
  videographyPhotography?: boolean;
  specialRequirement?: string;
  journeyType?: string;
  assignedTo?: string;
  notes?: string;
  remarks?: string;
  estimatedValue?: number;
  /** A summary of the talk, for the person who calls back. */
  details?: string;
}

export interface SavedLead {
  /** Null when the CRM saved it and did not say under which id. */
  id: string | null;
  message: string | null;
}
