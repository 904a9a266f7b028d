import { ApiProperty } from '@nestjs/swagger';

export const DELIVERY_STATES = ['pending', 'delivered', 'failed'] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];

export class DeliveryDto {
  /** The `webhook-id` that the receiver sees, the same with every attempt. */
  id!: string;
  /** What happened. `workflow.test` where somebody only wanted to see whether it works. @example keyword */
  type!: string;
  @ApiProperty({ enum: DELIVERY_STATES })
  state!: DeliveryState;
  /** How often it was sent, or is being sent. */
  @ApiProperty({ type: 'integer' })
  attempts!: number;
  /** What the receiver answered last; null when it did not. */
  @ApiProperty({ type: 'integer', nullable: true, example: 503 })
  lastStatus!: number | null;
  /** Why the last attempt was none. */
  @ApiProperty({ type: 'string', nullable: true })
  lastError!: string | null;
  @ApiProperty({ type: 'string', nullable: true })
  sessionId!: string | null;
  @ApiProperty({ type: 'string', nullable: true })
  conversationId!: string | null;
  createdAt!: string;
  /** When it is tried next. */
  @ApiProperty({ type: 'string', format: 'date-time', nullable: true })
  nextAt!: string | null;
  /** When it arrived, or was given up. */
  @ApiProperty({ type: 'string', format: 'date-time', nullable: true })
  finishedAt!: string | null;
}

export class DeliveryPageDto {
  items!: DeliveryDto[];
  /** For `?cursor=`; null on the last page. */
  @ApiProperty({ type: 'string', nullable: true })
  nextCursor!: string | null;
}
