import { describe, expect, it } from "vitest";
import { blowfish } from "@/lib/wire/computop/blowfish";
import { open } from "@/lib/wire/computop/cipher";
import { openEnvelope } from "@/lib/wire/computop/envelope";
import { isMacOf, macOf } from "@/lib/wire/computop/mac";

/** Every vector of domain.md 3.4 and wire.md 4. */
const macs: readonly (readonly [password: string, text: string, mac: string])[] = [
  [
    "mySecret",
    "*TID-4453732122167114558*yourMerchantId*1234*EUR",
    "38CED807E293FC634A6C36FFAEA7BD2687038D40615781918AEF2DE7BB9A9903",
  ],
  [
    "demoHmacPw",
    "0123456789abcdef0123456789abcdef*ORD-1001*DemoShop*1500*EUR",
    "5bf91cf14b1522ee34d61c323e3df2174a923e16053112de991c687a79fe6156",
  ],
  [
    "demoHmacPw",
    "0123456789abcdef0123456789abcdef*ORD-1001*DemoShop*OK*00000000",
    "cd2bf748c90bd800dc238f10fa0f7dd318cd378434bcc1da333e1858cc6a77f9",
  ],
  [
    "d3M/p5)Kx2_w8Y!t",
    "8c55effde6fc44ec810bf0289dd283f5*T801924825114*merchant_test*400*EUR",
    "4a2fc61ff37f9766ae3680ff7fd59611f3f0307b7fa184195beea377e9473f32",
  ],
  [
    "d3M/p5)Kx2_w8Y!t",
    "8c55effde6fc44ec810bf0289dd283f5*T801924825114*merchant_test*OK*00000000",
    "DD1CD240B0B417B5D78F57CDDC248717796DE625C1C0175F6624FB3BA159D150",
  ],
];

const ciphers: readonly (readonly [password: string, text: string, len: number, data: string])[] = [
  [
    "DemoBlowfishKey1",
    "PayID=0123456789abcdef0123456789abcdef&Amount=1500&Currency=EUR",
    63,
    "27703a6323bbe3960f4671f054df7f65667713ecb7d25f2c0f4671f054df7f657a3a639a815caf25a79ff42ce855b0f13f118953b4225b2c56b206d7a32cb31f",
  ],
  ["secret", "a=1&b=2", 7, "ec7444dad8c67156"],
  [
    "b2K!7x_Zq9m(R4s*",
    "MerchantID=merchant_test&PayID=497ca412bd4b42cbb5315fb7ab9f32ed&TransID=T1a5c21c2376f",
    85,
    "3bfb1eb6cd5a5efacf48ed84dbe2673b11f69cf95663e00ea7d5a0bc9c1019232d4f0ca0a6742a5127a122f4ea27ad36a77390ff5a3b4ddad35b8b1e31374f4c74e1aec4cd7aec58e52a69497abfb866801beccfbdd1c357",
  ],
];

describe("macOf", () => {
  it.each(macs)("signs with %s the text %s", (password, text, mac) => {
    const parts = text.split("*");
    expect(macOf(password, parts)).toBe(mac.toLowerCase());
    expect(isMacOf(password, parts, mac.toLowerCase())).toBe(true);
    expect(isMacOf(password, parts, mac.toUpperCase())).toBe(true);
    expect(isMacOf(password, [...parts.slice(0, -1), "USD"], mac)).toBe(false);
    expect(isMacOf(`${password}x`, parts, mac)).toBe(false);
  });

  it.each(["", "38", "g".repeat(64), `${"a".repeat(64)}00`, "ä".repeat(64)])("takes %s for no MAC", (mac) => {
    expect(isMacOf("mySecret", [""], mac)).toBe(false);
  });
});

describe("Data", () => {
  it.each(ciphers)("under %s is %s", (password, text, len, data) => {
    expect(open(password, { len: len.toString(), data })).toEqual({ ok: true, value: text });
    expect(open(password, { len: len.toString(), data: data.toUpperCase() })).toEqual({
      ok: true,
      value: text,
    });
    const padded = Buffer.concat([Buffer.from(text), Buffer.alloc((8 - (text.length % 8)) % 8)]);
    expect(blowfish(Buffer.from(password)).encrypt(padded).toString("hex")).toBe(data);
  });

  it("is read as the inquiry of wire.md 4", () => {
    const [password = "", , len = 0, data = ""] = ciphers[2] ?? [];
    const fields = openEnvelope(password, { merchantId: "merchant_test", len: len.toString(), data });
    expect(fields.ok && fields.value.fields).toEqual(
      new Map([
        ["merchantid", "merchant_test"],
        ["payid", "497ca412bd4b42cbb5315fb7ab9f32ed"],
        ["transid", "T1a5c21c2376f"],
      ]),
    );
  });
});
