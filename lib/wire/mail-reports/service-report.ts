import { createHash } from "node:crypto";
import { z } from "zod";
import { readReport, type Report } from "@/lib/wire/mail-reports/read-report";

const longestReason = 2_000;

/** What a mail service or the SMS provider tells, as it is kept until somebody reads it. */
const ServiceTold = z.object({
  channel: z.enum(["email", "sms"]),
  websiteId: z.uuid().nullable(),
  event: z.enum(["bounced", "complained", "delayed", "delivered"]).optional(),
  recipient: z.string().max(320).optional(),
  code: z.string().max(40).optional(),
  reason: z.string().max(longestReason).optional(),
  /** A report as it came by mail, in base64, instead of the fields. */
  message: z.string().optional(),
});
type ServiceTold = z.output<typeof ServiceTold>;

export type ServiceReport = {
  readonly report: Report;
  readonly channel: "email" | "sms";
  readonly websiteId: string | null;
};

export const writeServiceTold = (told: ServiceTold): Buffer => Buffer.from(JSON.stringify(told), "utf8");

/** The same for the same words about the same message. */
export const digestOfReport = (source: string, messageId: string, raw: Buffer): string =>
  `${source}:${messageId}:${createHash("sha256").update(raw).digest("hex")}`;

const unreadable = (remark: string): Report => ({ verdict: "unreadable", remark });

function reportOf({ event, recipient, code, reason = "" }: ServiceTold): Report {
  const failures = [{ address: recipient ?? null, code: code ?? null, reason }];
  switch (event) {
    case "bounced":
      return { verdict: "bounce", failures };
    case "complained":
      return { verdict: "complaint", failures };
    case "delayed":
    case "delivered":
      return { verdict: event, remark: reason };
    case undefined:
      return unreadable("neither an event nor a message");
  }
}

function jsonOf(raw: Buffer): unknown {
  try {
    return JSON.parse(raw.toString("utf8"));
  } catch {
    return null;
  }
}

/** Reads what `writeServiceTold` wrote. */
export async function readServiceReport(raw: Buffer): Promise<ServiceReport> {
  const read = ServiceTold.safeParse(jsonOf(raw));
  if (!read.success)
    return { report: unreadable("no report of a service"), channel: "email", websiteId: null };
  const { channel, websiteId, message } = read.data;
  const report =
    message === undefined ? reportOf(read.data) : await readReport(Buffer.from(message, "base64"));
  return { report, channel, websiteId };
}
