type Sms = {
  /** Ours; the same id is one message, however often it is handed over. */
  readonly id: string;
  /** E.164. */
  readonly to: string;
  readonly text: string;
};

export type SmsOutcome =
  | { readonly kind: "accepted"; readonly reference: string; readonly reply: string }
  | {
      readonly kind: "refused";
      /** It would be refused again. */
      readonly isHard: boolean;
      /** The provider's own. */
      readonly code: string | null;
      readonly reply: string;
    }
  /** Nobody knows, or it never arrived: handing it over again does no harm. */
  | { readonly kind: "unreachable"; readonly reason: string };

/** Whether a message arrived, the provider tells by itself (`POST /sms/reports`). */
export type SmsPort = {
  send(sms: Sms): Promise<SmsOutcome>;
};
