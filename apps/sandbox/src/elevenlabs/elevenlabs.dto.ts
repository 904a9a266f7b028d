export class LanguageDto {
  language_id!: string;
  name!: string;
}

export class ElevenLabsModelDto {
  model_id!: string;
  name!: string;
  description!: string;
  can_do_text_to_speech!: boolean;
  maximum_text_length_per_request!: number;
  languages!: LanguageDto[];
}

export class ElevenLabsVoiceDto {
  voice_id!: string;
  name!: string;
  category!: string;
  description!: string;
  labels!: Record<string, string>;
}

export class ElevenLabsVoiceListDto {
  voices!: ElevenLabsVoiceDto[];
  has_more!: boolean;
  total_count!: number;
}
