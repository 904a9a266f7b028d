import { ApiProperty } from '@nestjs/swagger';

export class TicketDto {
  /** @example 3q2-7wAAAAD3sKx1h0mJvQp2bUe9rT5yLwZcXdGfHiM */
  ticket!: string;

  /** A minute from now. */
  @ApiProperty({ format: 'date-time' })
  expiresAt!: string;
}
