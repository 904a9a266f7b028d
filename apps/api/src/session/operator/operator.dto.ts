import { ApiProperty } from '@nestjs/swagger';
import {
  IsBoolean,
  IsByteLength,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
} from 'class-validator';
import { ORDER_STATUSES } from '#conversation';
import type { OrderOutcome, OrderStatus } from '#conversation';
import { ROBOT_ACTION_TYPES, ROBOT_HANDS } from '#robot';
import type { RobotHand } from '#robot';

const ACTION_TYPES = [...ROBOT_ACTION_TYPES, 'stop'] as const;

export class SayDto {
  /** What the agent is to say, word for word; 8 kB at most. @example We close in ten minutes. */
  @IsString()
  @Matches(/\S/, { message: 'text must not be empty' })
  @IsByteLength(1, 8_000)
  text!: string;
}

export class RobotActionDto {
  /** The kind of movement. `stop` halts the robot and jumps everything that waits. */
  @IsIn(ACTION_TYPES)
  @ApiProperty({ enum: ACTION_TYPES, example: 'gesture' })
  type!: (typeof ACTION_TYPES)[number];

  /** What to do: `nod`, `left`, `turn_left` … Not needed for `stop`. @example nod */
  @IsOptional()
  @IsString()
  @MaxLength(64)
  value?: string;

  /** For `move_hands`. */
  @IsOptional()
  @IsIn(ROBOT_HANDS)
  @ApiProperty({ enum: ROBOT_HANDS })
  hand?: RobotHand;

  /** The move goes on when the person interrupts the agent; a gesture that goes with what is said does not. */
  @IsOptional()
  @IsBoolean()
  safety?: boolean;

  /** How long the robot may take, its wait for other moves included, in milliseconds. */
  @IsOptional()
  @IsInt()
  @Min(100)
  @Max(20_000)
  @ApiProperty({ type: 'integer', default: 5_000 })
  deadlineMs?: number;
}

export class OrderOutcomeDto implements OrderOutcome {
  /** Of this order. */
  orderId!: string;
  /** `done`: the agent or the robot did it, or began to say it. */
  @ApiProperty({ enum: ORDER_STATUSES })
  status!: OrderStatus;
  /** For people. */
  @ApiProperty({ type: 'string', nullable: true })
  detail!: string | null;
}
