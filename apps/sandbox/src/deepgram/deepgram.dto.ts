import { IsString, Length } from 'class-validator';

export class SpeakDto {
  @IsString()
  @Length(1, 2_000)
  text!: string;
}
