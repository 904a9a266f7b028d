export class LanguageDto {
  language_id!: string;
  name!: string;
}

export class ModelDto {
  model_id!: string;
  name!: string;
  description!: string;
  can_do_text_to_speech!: boolean;
  maximum_text_length_per_request!: number;
  languages!: LanguageDto[];
}

export class VoiceDto {
  voice_id!: string;
  name!: string;
  category!: string;
  description!: string;
  labels!: Record<string, string>;
}

export class VoiceListDto {
  voices!: VoiceDto[];
  has_more!: boolean;
  total_count!: number;
}
