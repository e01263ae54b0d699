import type { ZodOpenApiPathsObject } from "zod-openapi";
import { NewBounce, TakenBounce } from "@/app/api/v1/bounce-schemas";
import { writeOperation } from "@/app/api/v1/document-parts";

export const bouncePaths: ZodOpenApiPathsObject = {
  "/api/v1/bounces": {
    post: {
      tags: ["Messages"],
      ...writeOperation({
        operationId: "createBounce",
        summary: "Tell that a message did not arrive, was delayed, arrived or was complained about",
        description:
          "For mail services. The report is kept before the answer and read right after it. Name the message by `returnPath` or `messageId`; what names none is listed all the same.",
        body: NewBounce,
        answers: "The report is kept",
        schema: TakenBounce,
      }),
    },
  },
};
