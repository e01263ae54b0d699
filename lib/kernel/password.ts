export const shortestPassword = 12;
export const longestPassword = 128;

export type PasswordProblem = "too_short" | "too_long" | "too_simple" | "too_close";

/** What most guesses begin with; looked for where digits and signs are taken for the letters they stand for. */
const guessed =
  /^(password|passwort|wachtwoord|salasana|haslo|welcome|welkom|willkommen|tervetuloa|witaj|letmein|iloveyou|admin(istrator)?|changeme|qwert[yz]|azerty|abc|test|secret|geheim|monkey|dragon|football|sunshine|princess)+$/;

const figures: Readonly<Record<string, string>> = {
  "0": "o",
  "1": "i",
  "3": "e",
  "4": "a",
  "5": "s",
  "7": "t",
};
const standsFor: Readonly<Record<string, string>> = { ...figures, "@": "a", $: "s", "!": "i" };
const spelledOut = (text: string) => text.replaceAll(/./gsu, (sign) => standsFor[sign] ?? sign);
const onlyLetters = (text: string) => text.replaceAll(/[^a-z]/g, "");

const rows = [
  "abcdefghijklmnopqrstuvwxyz",
  "01234567890",
  "qwertyuiop",
  "qwertzuiop",
  "asdfghjkl",
  "zxcvbnm",
];
const runs = new Set([...rows, ...rows.map((row) => Array.from(row).reverse().join(""))]);
/** Whether two signs stand beside each other in the alphabet, among the figures or on a keyboard. */
const areNeighbours = (one: string, other: string) =>
  one === other || [...runs].some((row) => row.includes(one + other));

/** Few different signs, a run along the keyboard, or a word that everybody tries first with figures behind it. */
function isSimple(text: string): boolean {
  const signs = Array.from(text);
  if (new Set(signs).size < 5) return true;
  const steps = signs.slice(1).filter((sign, index) => areNeighbours(signs[index] ?? "", sign)).length;
  if (steps >= (signs.length - 1) * 0.7) return true;
  const core = text.replace(/[^a-z]+$/, "");
  return [core, spelledOut(core)].some((word) => guessed.test(onlyLetters(word)));
}

/** Whether little is left once the words that others know are taken away. */
function isClose(text: string, known: readonly string[]): boolean {
  const left = known.reduce((rest, word) => (word.length < 4 ? rest : rest.replaceAll(word, "")), text);
  return left !== text && left.length < 8;
}

/**
 * What is wrong with a new password (ASVS 6.2): length counts, no sign is asked for, and nothing that is tried first
 * will do. `about`: what others know of its person, such as the e-mail address and the name.
 */
export function passwordProblem(password: string, about: readonly string[]): PasswordProblem | null {
  const { length } = Array.from(password);
  if (length < shortestPassword) return "too_short";
  if (length > longestPassword) return "too_long";
  const text = password.toLowerCase();
  if (isSimple(text)) return "too_simple";
  const known = ["counterfoil", ...about].flatMap((fact) => fact.toLowerCase().split(/[\s@.]+/));
  return isClose(text, known) ? "too_close" : null;
}
