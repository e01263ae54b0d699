const characterReference = /&#(?:x([0-9a-f]{1,6})|(\d{1,7}));/gi;
const asCharacter = (reference: string, hex: string | undefined, decimal: string | undefined) => {
  const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
  return code >= 0x20 && code <= 0x7e ? String.fromCharCode(code) : reference;
};

/** Leaves out what stands between two marks, in one pass. An open one without its end stays. */
function without(text: string, open: string, close: string): string {
  const [first = "", ...parts] = text.split(open);
  const kept = parts.map((part) => {
    const end = part.indexOf(close);
    return end < 0 ? open + part : part.slice(end + close.length);
  });
  return first + kept.join("");
}

function plainXml(text: string): string {
  const whole = without(text, "<!--", "-->").replaceAll("<![CDATA[", "").replaceAll("]]>", "");
  return whole.replace(characterReference, asCharacter);
}

/** A body written anew, so that escapes of JSON, or references, comments and CDATA of XML, cannot hide a card number from the mask. */
export function plainText(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text));
  } catch {
    return text.trimStart().startsWith("<") ? plainXml(text) : text;
  }
}
