import { createHmac, randomUUID } from "node:crypto";
import { expect } from "vitest";
import { GET as getCancelAuth, POST as postCancelAuth } from "@/app/(wire)/cancelauth.aspx/route";
import { GET as getCapture, POST as postCapture } from "@/app/(wire)/capture.aspx/route";
import { GET as getCredit, POST as postCredit } from "@/app/(wire)/credit.aspx/route";
import { GET as getInquiry, POST as postInquiry } from "@/app/(wire)/inquire.aspx/route";
import { GET as getInquiry24, POST as postInquiry24 } from "@/app/(wire)/inquire24.aspx/route";
import { GET as getReversal, POST as postReversal } from "@/app/(wire)/reverse.aspx/route";
import { encryptSecret } from "@/lib/platform/secrets";
import { blowfish } from "@/lib/wire/computop/blowfish";
import { rowsOf, type Shop } from "@/prisma/factories/shop";

const addresses = {
  "capture.aspx": { GET: getCapture, POST: postCapture },
  "credit.aspx": { GET: getCredit, POST: postCredit },
  "reverse.aspx": { GET: getReversal, POST: postReversal },
  "cancelauth.aspx": { GET: getCancelAuth, POST: postCancelAuth },
  "inquire.aspx": { GET: getInquiry, POST: postInquiry },
  "inquire24.aspx": { GET: getInquiry24, POST: postInquiry24 },
} as const;
export type Address = keyof typeof addresses;

const cipherPassword = "b2K!7x_Zq9m(R4s*";
const hmacPassword = "d3M/p5)Kx2_w8Y!t";
const cipher = () => blowfish(Buffer.from(cipherPassword));

/** A MerchantID for the shop's website. */
export async function makeMerchantId(shop: Shop): Promise<string> {
  const mid = `m_${randomUUID().slice(0, 13)}`;
  await rowsOf(
    `insert into computop_credential (merchant_id, id, website_id, mid, cipher_password, hmac_password, created_at)
     values ($1, $2, $3, $4, $5, $6, now())`,
    [
      shop.merchantId,
      randomUUID(),
      shop.websiteId,
      mid,
      encryptSecret(cipherPassword),
      encryptSecret(hmacPassword),
    ],
  );
  return mid;
}

export type Parameters = Readonly<Record<string, string>>;

export const macOf = (...parts: readonly string[]): string =>
  createHmac("sha256", hmacPassword).update(parts.join("*")).digest("hex");

/** The parameters with their MAC, as the vendor's sample signs them. */
export const signed = (mid: string, given: Parameters): Parameters => {
  const part = (name: string) => given[name] ?? "";
  const mac = macOf(part("PayID"), part("TransID"), mid, part("Amount"), part("Currency"));
  return { ...given, MAC: mac };
};

/** The form with its three names, padded with NULs. */
export function formOf(mid: string, given: Parameters): string {
  const text = Buffer.from(
    Object.entries(given)
      .map(([name, value]) => `${name}=${value}`)
      .join("&"),
  );
  const padded = Buffer.concat([text, Buffer.alloc((8 - (text.length % 8)) % 8)]);
  return `MerchantID=${mid}&Len=${text.length.toString()}&Data=${cipher().encrypt(padded).toString("hex")}`;
}

const origin = "http://portal.example";

/** Sends a form as it is. */
export function post(address: Address, form: string): Promise<Response> {
  const headers = { "content-type": "application/x-www-form-urlencoded" };
  const request = new Request(`${origin}/${address}`, { method: "POST", headers, body: form });
  return addresses[address].POST(request, { params: Promise.resolve({}) });
}

export const get = (address: Address, form: string): Promise<Response> =>
  addresses[address].GET(new Request(`${origin}/${address}?${form}`), { params: Promise.resolve({}) });

/** The answer taken apart as the strictest client does: upper case, blanks trimmed, the MAC compared as it is. */
export async function read(mid: string, response: Response): Promise<Readonly<Record<string, string>>> {
  expect(response.status).toBe(200);
  expect(response.headers.get("content-type")).toBe("text/plain");
  const [, named = "", data = ""] =
    /^MID=([^&]*)&Len=\d+&Data=([0-9A-F]+)$/.exec(await response.text()) ?? [];
  expect(named).toBe(mid);
  const text = cipher().decrypt(Buffer.from(data, "hex")).toString("utf8").trimEnd();
  const fields: Record<string, string> = Object.fromEntries(new URLSearchParams(text));
  const part = (name: string) => fields[name] ?? "";
  const mac = macOf(part("PayID"), part("TransID"), mid, part("Status"), part("Code"));
  expect(fields["MAC"]).toBe(mac.toUpperCase());
  return fields;
}

/** A signed call by POST and its answer. */
export const call = async (mid: string, address: Address, given: Parameters) =>
  read(mid, await post(address, formOf(mid, signed(mid, given))));
