import { z } from "zod";
import { freeText } from "@/app/api/v1/fields";

const emailLike = z
  .string()
  .trim()
  .max(320)
  .regex(/^[^\s@\p{Cc}\p{Cs}]+@[^\s@\p{Cc}\p{Cs}]+$/u);

/** What a mail service tells about one message: fields, or the report that it received. */
export const NewBounce = z
  .strictObject({
    event: z.enum(["bounced", "complained", "delayed", "delivered"]).optional(),
    recipient: emailLike.optional().meta({ example: "eva@shop.example" }),
    returnPath: freeText(320).optional().meta({
      description: "Sender of the envelope: it names the message.",
      example: "bounce+…@portal.example",
    }),
    messageId: freeText(320).optional().meta({ description: "`Message-ID` of the message." }),
    code: freeText(40).optional().meta({ description: "Enhanced status code (RFC 3463).", example: "5.1.1" }),
    reason: freeText(2_000).optional().meta({ description: "The server's own words." }),
    message: z.base64().min(1).optional().meta({
      description: "A delivery report as it came by mail, in base64, instead of `event` and `recipient`.",
    }),
  })
  .superRefine(({ event, recipient, message }, context) => {
    const issue = (field: string, reason: string) => {
      context.addIssue({ code: "custom", path: [field], message: reason, params: { reason } });
    };
    if (message === undefined && event === undefined) issue("event", "required");
    if (message === undefined && recipient === undefined) issue("recipient", "required");
    if (message !== undefined && event !== undefined) issue("event", "not_allowed");
  })
  .meta({
    id: "NewBounce",
    example: {
      event: "bounced",
      recipient: "eva@shop.example",
      messageId: "0198f0c2-5a1e-7cc0-9f00-7a1c2d3e4f50@portal.example",
      code: "5.1.1",
      reason: "550 5.1.1 no such user",
    },
  });

export const TakenBounce = z
  .object({
    id: z.uuid().meta({ description: "Of the report that was kept." }),
    communicationId: z
      .uuid()
      .nullable()
      .meta({ description: "The message that it is about; `null`: none of yours." }),
  })
  .meta({ id: "TakenBounce" });
