import { expect, it } from "vitest";
import { maskText } from "@/lib/kernel/mask";
import { plainText } from "@/lib/web/plain-text";

it.each([
  String.raw`{"a":"4111\u0031111 11111111"}`,
  "<a>&#52;111111111111111</a>",
  "<a>4111&#x31;11111111111</a>",
  "<a>41111<!-- x -->11111111111</a>",
  "<a>4111<![CDATA[1111]]>11111111</a>",
  "<a>4111<!-- &#49; --><![CDATA[1111]]>1&#49;111111</a>",
])("uncovers the card number of %s, so that the mask finds it", (text) => {
  expect(maskText(plainText(text))).toContain("411111******1111");
});

it("leaves everything else as it is", () => {
  for (const text of ["a=&#49;", "", "{broken", '<?xml version="1.0"?><a>&amp;&#10;ą</a>']) {
    expect(plainText(text)).toBe(text);
  }
});

it("takes no longer for marks that never end", () => {
  const text = "<!--".repeat(60_000);
  expect(plainText(text)).toBe(text);
});
