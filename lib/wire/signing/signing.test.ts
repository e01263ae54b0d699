import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { signedForm } from "@/lib/wire/buckaroo/form-push";
import { hmacHeader } from "@/lib/wire/buckaroo/hmac";
import { paynowSignature } from "@/lib/wire/paynow/notification";
import { checks, placeholder } from "@/lib/wire/signing/checks";
import { explanations, type Message } from "@/lib/wire/signing/explain";
import { standardHeaders } from "@/lib/wire/standard-webhooks/sign";
import { signedNotification } from "@/lib/wire/trust/notification";

const message: Message = {
  id: "msg_2KWPBgLlAfxdpx2AI54pPJ85f4W",
  body: "",
  url: "https://shop.example/push/json",
  at: new Date(1_736_936_430_900),
  nonce: "9f8e7d6c5b4a",
  websiteKey: "DemoSite01",
  hash: "sha1",
};

/** Domain.md 2.6.1. */
const form = new URLSearchParams({
  ADD_orderId: "1001",
  brq_amount: "25.00",
  brq_currency: "EUR",
  brq_invoicenumber: "INV-2025-001",
  brq_statuscode: "190",
  brq_statusmessage: "Transaction successfully processed",
  brq_test: "true",
  brq_timestamp: "2025-01-15 10:20:30",
  brq_transactions: "0F1E2D3C4B5A69788796A5B4C3D2E1F0",
  brq_websitekey: "DemoSite01",
}).toString();
const json =
  '{"DataRequest":{"Key":"A1B2C3D4E5F60718293A4B5C6D7E8F90","Status":{"Code":{"Code":190,"Description":"Success"}}}}';
const paynow =
  '{"paymentId": "NOLV-8F9-08K-WGD", "externalId": "order-1 ąż/é", "status": "CONFIRMED", "modifiedAt": "2026-11-22T03:43:41"}';
const nasty = `{"a":"it's \\"quoted\\" $HOME \`id\` \\\\ 100% ąż/é 😀","b":"two\\nlines"}\r\n$secret`;
const whsec = `whsec_${Buffer.from("a key of thirty-two bytes, or so!").toString("base64")}`;

const trust =
  "accounttypedescription=ECOM&authcode=TEST36&orderreference=%C4%85+%C5%BC%26&notificationreference=N-1";

/** From the documents where they have one; else only that check and signer agree. */
const vectors = [
  [
    "buckaroo-form, SHA-1",
    "buckaroo-form",
    { body: form },
    "DemoSecret",
    "4313f594dd1c04b7d6952eafd3ba43bdd6280efc",
  ],
  [
    "buckaroo-form, SHA-256",
    "buckaroo-form",
    { body: form, hash: "sha256" },
    "DemoSecret",
    "de676d99c56878c024cd1443f3d2f0be4601aca720c5f7426c99db7d5d7a33f4",
  ],
  [
    "buckaroo-form, SHA-512",
    "buckaroo-form",
    { body: form, hash: "sha512" },
    "DemoSecret",
    "34709ec098fd8768accf3cce8ca002b54bc203770c29a0d801e122bc1eb3a213b9e52a93993554e86f5c997fc4e51f9427341a0f332b817eec0ec4f68b115fa4",
  ],
  [
    "buckaroo-json",
    "buckaroo-json",
    { body: json },
    "DemoSecret",
    "fzmzuNEm1nk74Ri1VMrj8+clGl8dApiHuvsUwuzqzec=",
  ],
  ["paynow", "paynow", { body: paynow }, "s3ecret-k3y", "mly7VrD1Gq0qS34s7dzD+E7GutBt2cmD9GpYlhUPd/8="],
  ["paynow, hard to quote", "paynow", { body: nasty }, "s3ecret-k3y", null],
  ["standard", "standard", { body: nasty }, whsec, null],
  ["trust", "trust", { body: trust }, "s3cret", null],
] as const;

describe.each(vectors)("%s", (_name, format, change, secret, digest) => {
  const explained = explanations[format]({ ...message, ...change });

  it("explains the digest that is sent", () => {
    if (digest !== null) expect(explained.digest(secret)).toBe(digest);
    expect(sent(format, { ...message, ...change }, secret)).toContain(explained.digest(secret));
  });

  it("has steps that make up the text", () => {
    const pieces =
      explained.parts ??
      explained.fields?.map(([name, value]) => [name, format === "trust" ? value : `${name}=${value}`]);
    expect(pieces?.map(([, value]) => value).join("")).toBe(explained.text);
  });
});

/** What goes over the wire, made by the signers alone. */
function sent(format: keyof typeof explanations, told: Message, secret: string): string {
  const seconds = Math.floor(told.at.getTime() / 1000);
  switch (format) {
    case "buckaroo-form":
      return signedForm(told.body, secret, told.hash);
    case "buckaroo-json":
      return hmacHeader(secret, { ...told, method: "POST", seconds });
    case "standard":
      return standardHeaders([secret], told.id, told.at, told.body)["webhook-signature"] ?? "";
    case "trust":
      return signedNotification(told.body, secret);
    case "paynow":
      return paynowSignature(secret, told.body);
  }
}

const programs: Readonly<Record<string, readonly [command: string, file: string]>> = {
  Bash: ["bash", "check.sh"],
  PHP: ["php", "check.php"],
  Python: ["python3", "check.py"],
  "Node.js": ["node", "check.cjs"],
  Java: ["java", "Check.java"],
};
const isThere = (command: string) => spawnSync(command, ["--version"]).status === 0;

describe.each(checks)("the check in $language", ({ language, code }) => {
  const [command, file] = programs[language] ?? ["", ""];
  let folder = "";
  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), "check-"));
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  it("knows of no secret", () => {
    const { recipe, text } = explanations.paynow({ ...message, body: paynow });
    expect(code(recipe, text).split(placeholder)).toHaveLength(2);
  });

  // A start of Java takes seconds: one text for each recipe, the one that is hard to quote among them.
  const few = vectors.filter(([name]) => /^(paynow, |standard|trust)/.test(name));
  it.skipIf(!isThere(command)).each(language === "Java" ? few : vectors)(
    "prints the digest of %s",
    (_name, format, change, secret) => {
      const { recipe, text, digest } = explanations[format]({ ...message, ...change });
      const program = path.join(folder, file);
      writeFileSync(program, code(recipe, text).replace(placeholder, secret));
      const { stdout, stderr } = spawnSync(command, [program], { encoding: "utf8" });
      expect([stderr, stdout.trim()]).toEqual(["", digest(secret)]);
    },
    30_000,
  );
});
