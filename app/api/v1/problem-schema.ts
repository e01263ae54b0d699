import { z } from "zod";

export const Problem = z
  .object({
    type: z.string().meta({ example: "urn:counterfoil:problem:more_than_left" }),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    reason: z.string().meta({ description: "The last part of `type`.", example: "more_than_left" }),
    errors: z
      .array(
        z.object({
          field: z
            .string()
            .meta({ description: "Path of the field or name of the parameter.", example: "amount.minor" }),
          reason: z.string().meta({ example: "too_big" }),
        }),
      )
      .optional(),
  })
  .meta({ id: "Problem", description: "Problem details of RFC 9457." });
