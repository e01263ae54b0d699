import { createHmac } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { encodeAnswer, encodePlainRefusal, formOf, type Told } from "@/lib/wire/computop/answer";
import { blowfish } from "@/lib/wire/computop/blowfish";
import { open, seal } from "@/lib/wire/computop/cipher";
import { computopCodes } from "@/lib/wire/computop/codes";

const secrets = { cipherPassword: "b2K!7x_Zq9m(R4s*", hmacPassword: "d3M/p5)Kx2_w8Y!t" };
const told: Told = {
  merchantId: "merchant_test",
  payId: "8c55effde6fc44ec810bf0289dd283f5",
  xId: "90db0000000000000000000000000001",
  transId: "T801924825114",
  refNr: null,
  reason: "ok",
};
const mac = "DD1CD240B0B417B5D78F57CDDC248717796DE625C1C0175F6624FB3BA159D150";
const success = `mid=merchant_test&PayID=${told.payId}&XID=${told.xId}&TransID=T801924825114&Status=OK&Description=success&Code=00000000`;

/** As wire.md 4 says that clients take it apart. */
const taken = (body: string) => {
  const [, mid = "", len = "", data = ""] = /^MID=([^&]*)&Len=(\d+)&Data=(.*)$/.exec(body) ?? [];
  const padded = blowfish(Buffer.from(secrets.cipherPassword))
    .decrypt(Buffer.from(data, "hex"))
    .toString("utf8");
  return { mid, len: Number(len), data, padded };
};
const answerOf = (more: Partial<Told>) =>
  taken(encodeAnswer(secrets, { ...told, ...more }, { cipher: "blowfish" }));

describe("encodeAnswer", () => {
  it("says what the capture of wire.md 4 says, under the names in their cases", () => {
    const { mid, len, padded } = answerOf({});
    expect(mid).toBe("merchant_test");
    expect(padded.slice(0, len)).toBe(`${success}&MAC=${mac}`);
  });

  it("is upper-case hexadecimal, filled up with blanks that Len does not count", () => {
    for (let more = 0; more < 9; more++) {
      const { data, len, padded } = answerOf({ transId: "T".repeat(more) });
      expect(data).toMatch(/^(?:[0-9A-F]{16})+$/);
      expect(padded.length % 8).toBe(0);
      expect(padded.length - len).toBeLessThan(8);
      expect(padded.slice(len)).toMatch(/^ *$/);
      expect(padded.slice(0, len)).toMatch(/[0-9A-F]$/);
    }
  });

  it("gives the reference number back when one was given", () => {
    expect(answerOf({ refNr: "R-1" }).padded).toContain("&Code=00000000&refnr=R-1&MAC=");
    expect(answerOf({}).padded).not.toContain("refnr");
  });

  it("adds the standing to an inquiry", () => {
    const eur = (minor: number) => ({ minor, currency: "EUR" });
    const standing = { lastStatus: "OK", authorised: eur(1500), captured: eur(700), credited: eur(0) };
    expect(answerOf({ standing }).padded).toContain(
      "&LastStatus=OK&AmountAuth=1500&AmountCap=700&AmountCred=0&Currency=EUR&MAC=",
    );
  });

  it("says PENDING while the bank is silent, FAILED to every refusal, and signs it so", () => {
    const signedBy = (status: string, code: string) =>
      createHmac("sha256", secrets.hmacPassword)
        .update(`${told.payId}*${told.transId}*merchant_test*${status}*${code}`)
        .digest("hex")
        .toUpperCase();
    expect(answerOf({ reason: "pending" }).padded).toContain("&Status=PENDING&");
    expect(answerOf({ reason: "pending" }).padded).toContain(`&MAC=${signedBy("PENDING", "61000001")}`);
    expect(answerOf({ reason: "amount_above_rest" }).padded).toContain("&Status=FAILED&");
    expect(answerOf({ reason: "amount_above_rest" }).padded).toContain(
      `&MAC=${signedBy("FAILED", "20120050")}`,
    );
  });

  it("tells the gateway's word, without what clients would take apart", () => {
    const reason = { code: "21000405", text: "50 % über\n1+1=2 & more " };
    expect(answerOf({ reason }).padded).toContain(
      "&Status=FAILED&Description=50    ber 1 1 2   more&Code=21000405&MAC=",
    );
  });

  it("lets nothing that it gives back end a value or begin another", () => {
    const answer = answerOf({
      payId: "p&Code=00000000",
      transId: "A&Status=OK\0\n",
      refNr: "1&2",
      reason: "failed",
    });
    expect(answer.padded).toMatch(
      /^mid=merchant_test&PayID=p Code=00000000&XID=\w+&TransID=A Status=OK {2}&Status=FAILED&.*&refnr=1 2&MAC=/,
    );
    const signedText = "p Code=00000000*A Status=OK  *merchant_test*FAILED*40190000";
    const right = createHmac("sha256", secrets.hmacPassword).update(signedText).digest("hex").toUpperCase();
    expect(answer.padded).toContain(`&MAC=${right}`);
  });

  it("answers AES with AES", () => {
    const iv = Buffer.alloc(16, 7);
    const form = formOf(`${"0".repeat(32)}-${"0".repeat(32)}`, iv);
    const [, len = "", data = ""] = /&Len=(\d+)&Data=(.*)$/.exec(encodeAnswer(secrets, told, form)) ?? [];
    expect(data).toMatch(/^(?:07){16}-(?:[0-9A-F]{32})+$/);
    expect(open(secrets.cipherPassword, { len, data })).toEqual({ ok: true, value: `${success}&MAC=${mac}` });
    expect(formOf("00", iv)).toEqual({ cipher: "blowfish" });
  });

  it("keeps AES to passwords that it has a key length for", () => {
    expect(() => seal("short", "text", { cipher: "aes", iv: Buffer.alloc(16) })).toThrow("16, 24 or 32");
  });
});

describe("computopCodes", () => {
  const rows = Object.entries(computopCodes);

  it.each(rows)(
    "%s is a code that clients can judge, with a text that they cannot misread",
    (_, [code, text]) => {
      expect(code).toMatch(/^(?:00000000|6\d{7}|[24](?:01\d|100)\d{4})$/);
      expect(text).toMatch(/^[A-Za-z0-9 .]+$/);
    },
  );

  it("has no code twice", () => {
    expect(new Set(rows.map(([, [code]]) => code)).size).toBe(rows.length);
  });

  it.each([
    ["declined", "21000305"],
    ["not_possible_now", "21000391"],
    ["amount_above_rest", "20120050"],
    ["second_capture_today", "20190060"],
    ["capture_too_soon", "20190061"],
    ["night_window", "20190062"],
    ["pay_id_unknown", "20120010"],
    ["mac_wrong", "20120090"],
    ["req_id_used", "20170020"],
  ] as const)("has for %s the code of domain.md 3.6", (reason, code) => {
    expect(computopCodes[reason][0]).toBe(code);
  });
});

describe("encodePlainRefusal", () => {
  it("encrypts nothing for strangers", () => {
    expect(encodePlainRefusal("merchant_unknown")).toBe(
      "Status=FAILED&Code=20120080&Description=MerchantID is unknown",
    );
  });
});

describe("seal and open", { timeout: 120_000 }, () => {
  const passwords = fc.string({ minLength: 1, maxLength: 80, unit: "binary" });
  const texts = fc.string({ minLength: 1, maxLength: 200, unit: "grapheme" });

  it("give every text back under Blowfish", () => {
    fc.assert(
      fc.property(passwords, texts, (password, text) => {
        expect(open(password, seal(password, text, { cipher: "blowfish" }))).toEqual({
          ok: true,
          value: text,
        });
      }),
      { numRuns: 200 },
    );
  });

  it("give every text back under AES", () => {
    const keys = fc
      .constantFrom(16, 24, 32)
      .chain((length) => fc.string({ minLength: length, maxLength: length, unit: "grapheme-ascii" }));
    const ivs = fc.uint8Array({ minLength: 16, maxLength: 16 });
    fc.assert(
      fc.property(keys, texts, ivs, (password, text, iv) => {
        expect(open(password, seal(password, text, { cipher: "aes", iv }))).toEqual({
          ok: true,
          value: text,
        });
      }),
    );
  });
});
