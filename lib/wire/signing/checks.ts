import type { Recipe } from "@/lib/wire/signing/explain";

/** Stands in every check where the shop puts its own. */
export const placeholder = "YOUR_SECRET";

/** A program that prints the digest of a text. */
type Check = { readonly language: string; readonly code: (recipe: Recipe, text: string) => string };

const lines = (...all: readonly string[]) => all.join("\n");
/** What JSON writes, Python, JavaScript and Java read as well. */
const quoted = (text: string) => JSON.stringify(text);

const inBash = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;

function bash(recipe: Recipe, text: string): string {
  const head = lines(`SECRET='${placeholder}'`, `TEXT=${inBash(text)}`);
  if (recipe.kind === "hash")
    return lines(head, `printf '%s' "$TEXT$SECRET" | openssl dgst -${recipe.hash} -r | cut -d ' ' -f 1`);
  const key =
    recipe.key === "text"
      ? `printf '%s' "$SECRET"`
      : `printf '%s' "\${SECRET#whsec_}" | openssl base64 -d -A`;
  return lines(
    head,
    `KEY=$(${key} | od -An -v -tx1 | tr -d ' \\n')`,
    `printf '%s' "$TEXT" | openssl dgst -sha256 -mac HMAC -macopt "hexkey:$KEY" -binary | openssl base64 -A`,
  );
}

const inPhp = (text: string) => `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;

function php(recipe: Recipe, text: string): string {
  const head = lines("<?php", `$secret = '${placeholder}';`, `$text = ${inPhp(text)};`);
  if (recipe.kind === "hash") return lines(head, `echo hash('${recipe.hash}', $text . $secret);`);
  const key = recipe.key === "text" ? "$secret" : "base64_decode(substr($secret, strlen('whsec_')))";
  return lines(head, `$key = ${key};`, "echo base64_encode(hash_hmac('sha256', $text, $key, true));");
}

function python(recipe: Recipe, text: string): string {
  const head = lines("import base64, hashlib, hmac", `secret = "${placeholder}"`, `text = ${quoted(text)}`);
  if (recipe.kind === "hash")
    return lines(head, `print(hashlib.${recipe.hash}((text + secret).encode()).hexdigest())`);
  const key = recipe.key === "text" ? "secret.encode()" : 'base64.b64decode(secret.removeprefix("whsec_"))';
  return lines(
    head,
    `key = ${key}`,
    'print(base64.b64encode(hmac.new(key, text.encode(), "sha256").digest()).decode())',
  );
}

function node(recipe: Recipe, text: string): string {
  const head = lines(
    'const { createHash, createHmac } = require("node:crypto");',
    `const secret = "${placeholder}";`,
    `const text = ${quoted(text)};`,
  );
  if (recipe.kind === "hash")
    return lines(
      head,
      `console.log(createHash("${recipe.hash}").update(text + secret, "utf8").digest("hex"));`,
    );
  const key = recipe.key === "text" ? "secret" : 'Buffer.from(secret.replace(/^whsec_/, ""), "base64")';
  return lines(
    head,
    `const key = ${key};`,
    'console.log(createHmac("sha256", key).update(text, "utf8").digest("base64"));',
  );
}

const javaNames = { sha1: "SHA-1", sha256: "SHA-256", sha512: "SHA-512" } as const;

function javaBody(recipe: Recipe): readonly string[] {
  if (recipe.kind === "hash")
    return [
      `byte[] digest = java.security.MessageDigest.getInstance("${javaNames[recipe.hash]}")`,
      "    .digest((text + secret).getBytes(UTF_8));",
      "System.out.println(java.util.HexFormat.of().formatHex(digest));",
    ];
  const key =
    recipe.key === "text"
      ? "secret.getBytes(UTF_8)"
      : 'java.util.Base64.getDecoder().decode(secret.replaceFirst("^whsec_", ""))';
  return [
    `byte[] key = ${key};`,
    'var mac = javax.crypto.Mac.getInstance("HmacSHA256");',
    'mac.init(new javax.crypto.spec.SecretKeySpec(key, "HmacSHA256"));',
    "System.out.println(java.util.Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(UTF_8))));",
  ];
}

const java = (recipe: Recipe, text: string): string =>
  lines(
    "import static java.nio.charset.StandardCharsets.UTF_8;",
    "",
    "class Check {",
    "  public static void main(String[] args) throws Exception {",
    `    String secret = "${placeholder}";`,
    `    String text = ${quoted(text)};`,
    ...javaBody(recipe).map((line) => `    ${line}`),
    "  }",
    "}",
  );

/** The same check in the languages in which shops are written. */
export const checks: readonly Check[] = [
  { language: "Bash", code: bash },
  { language: "PHP", code: php },
  { language: "Python", code: python },
  { language: "Node.js", code: node },
  { language: "Java", code: java },
];
