import type { ZodOpenApiPathsObject } from "zod-openapi";
import { readOperation, writeOperation } from "@/app/api/v1/document-parts";
import { listingParameters } from "@/app/api/v1/listing-schema";
import {
  NewSubscription,
  Subscription,
  SubscriptionPage,
  SubscriptionUpdate,
} from "@/app/api/v1/subscription-schemas";
import { subscriptionListing } from "@/lib/features/subscriptions/listing";

const tags = ["Subscriptions"];
const idOf = "subscription";

export const subscriptionPaths: ZodOpenApiPathsObject = {
  "/api/v1/subscriptions": {
    get: {
      tags,
      ...readOperation({
        operationId: "listSubscriptions",
        summary: "Find subscriptions",
        query: listingParameters(subscriptionListing),
        answers: "One page",
        schema: SubscriptionPage,
        reasons: ["unknown_parameters"],
      }),
    },
    post: {
      tags,
      ...writeOperation({
        operationId: "createSubscription",
        summary: "Plan the payments that follow a first one",
        description:
          "Nothing is charged before the first payment has settled; from then on each payment on its day, with the card of the first one.",
        body: NewSubscription,
        location: "/api/v1/subscriptions/0195f2a4-7b1c-7d2e-9f30-4a5b6c7d8e9f",
        answers: "The pending subscription",
        schema: Subscription,
        reasons: ["not_found", "parent_declined", "already_subscribed", "card_not_allowed", "wrong_currency"],
      }),
    },
  },
  "/api/v1/subscriptions/{id}": {
    get: {
      tags,
      ...readOperation({
        operationId: "getSubscription",
        summary: "Read a subscription with its payments",
        idOf,
        answers: "The subscription",
        schema: Subscription,
        reasons: ["not_found"],
      }),
    },
  },
  "/api/v1/subscriptions/{id}/updates": {
    post: {
      tags,
      ...writeOperation({
        operationId: "createSubscriptionUpdate",
        summary: "Change, pause, resume or stop a subscription",
        description:
          "What is due when a subscription is resumed, or when the final number of a finished one is raised, is charged at once.",
        idOf,
        body: SubscriptionUpdate,
        answers: "The changed subscription",
        schema: Subscription,
        reasons: ["subscription_stopped", "nothing_changed"],
      }),
    },
  },
};
