const mostWords = 1_500;
const longestWord = 64;

const asText = (codes: string) => {
  try {
    return decodeURIComponent(codes);
  } catch {
    return " ";
  }
};

const asSign = (code: number) => (code <= 0x10_ff_ff ? String.fromCodePoint(code) : " ");

/** Text without the escapes of addresses and forms, JSON and XML. */
const unescaped = (text: string) =>
  text
    .replace(/(?:%[0-9a-f]{2})+/gi, asText)
    .replace(/(?<!\\)\\+u([0-9a-f]{4})/gi, (_all, code: string) => asSign(parseInt(code, 16)))
    .replace(/(?<!\\)\\+[bfnrt]/g, " ")
    .replace(/&#x([0-9a-f]{1,6});/gi, (_all, code: string) => asSign(parseInt(code, 16)))
    .replace(/&#(\d{1,7});/g, (_all, code: string) => asSign(Number(code)))
    .replace(/&(?:amp|lt|gt|quot|apos);/g, " ");

/** Case and accents make no other word. */
const plain = (text: string) =>
  (/[\u0080-\uFFFF]/.test(text) ? text.normalize("NFKD").replace(/\p{M}/gu, "") : text).toLowerCase();

/** A moment is found by its day. */
const withDays = (text: string) =>
  text.replace(/(\d{4}-\d{2}-\d{2})t\d{2}:\d{2}[\d:.]*(?:z|[+-]\d{2}:?\d{2})?/g, "$1 ");

const readable = (text: string) => withDays(plain(unescaped(text)));

const compound = /[\p{L}\p{N}]+(?:[._@-][\p{L}\p{N}]+)*/gu;
const cut = (word: string) => word.slice(0, longestWord);

const wholeOnly = /^(?:\d{4}-\d{2}-\d{2}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

/** A reference is found whole and by its parts, an e-mail address by its domain as well; a day or a UUID is one word. */
function namesOf(whole: string): string[] {
  if (!/[._@-]/.test(whole) || wholeOnly.test(whole)) return [whole];
  const domain = whole.includes("@") ? [whole.slice(whole.lastIndexOf("@") + 1)] : [];
  return [whole, ...domain, ...whole.split(/[._@-]/)];
}

/** The words by which texts are found: of letters and figures only, each once, a bounded number of them. */
export function searchWords(...texts: readonly string[]): string[] {
  const words = new Set<string>();
  for (const text of texts) {
    for (const [whole] of readable(text).matchAll(compound)) {
      for (const name of namesOf(whole)) words.add(cut(name));
      if (words.size >= mostWords) return [...words].slice(0, mostWords);
    }
  }
  return [...words];
}

const beginning = /[\p{L}\p{N}]\*(?=\s|$)/u;

/** What was typed, as a query of PostgreSQL's full text: every word of it, or the beginning of one that ends in `*`. */
export function searchQuery(typed: string): string | null {
  const lexemes = typed
    .split(/\s+/)
    .flatMap((part) => {
      const words = [...readable(part).matchAll(compound)].map(([whole]) => `'${cut(whole)}'`);
      return beginning.test(part) ? [...words.slice(0, -1), `${words.at(-1) ?? ""}:*`] : words;
    })
    .slice(0, 20);
  return lexemes.length === 0 ? null : [...new Set(lexemes)].join(" & ");
}
