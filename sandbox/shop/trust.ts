import { createHash } from "node:crypto";
import { yesOrNo, type Format } from "./push";

const unsigned = new Set(["notificationreference", "responsesitesecurity"]);

/** SHA-256, hex, of the values in the order of their names, and of the password (domain.md 1.5.3). */
function hashOf(form: URLSearchParams, password: string): string {
  const names = [...new Set(form.keys())].filter((name) => !unsigned.has(name)).sort();
  const values = names.map((name) => form.getAll(name).join(""));
  return createHash("sha256")
    .update(values.join("") + password, "utf8")
    .digest("hex");
}

export const trust: Format = {
  owns: ({ text }) => new URLSearchParams(text).has("responsesitesecurity"),
  verify: (secret, { text }) => {
    const form = new URLSearchParams(text);
    return form.get("responsesitesecurity") === hashOf(form, secret);
  },
  messageId: ({ text }) => new URLSearchParams(text).get("notificationreference"),
  answer: yesOrNo,
};
