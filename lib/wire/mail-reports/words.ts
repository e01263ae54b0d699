import { enhancedCodeIn, tellsWhy } from "@/lib/kernel/bounces";
import { addressIn } from "@/lib/wire/mail-reports/recipient";

/** Subjects of reports without a status part: qmail, old Exim, Exchange, Notes, and those of our five languages. */
const failures =
  /undeliver|undelivrable|not delivered|delivery (?:has )?fail|delivery (?:status )?notification|failure notice|failed mail|returned mail|mail delivery|could ?n[o']t be delivered|delivery problem|delivery report|nondeliverable|unzustellbar|nicht zugestellt|zustellung .{0,20}(?:fehl|nicht)|onbestelbaar|niet (?:worden )?(?:be|af)ge?leverd|toimittamatta|ei voitu toimittaa|niedostarcz|nie dostarcz|nie można dostarczyć|non remis|non distribu|échec|no se (?:pudo|ha podido) entregar|mancata consegna|não (?:foi )?entregue|não entregue|недоставлен|не доставлен|配信(?:不能|できません)|配信エラー|送信できません|退信|无法投递|반송/iu;
const delays =
  /delay|delayed|still being retried|not (?:yet )?been delivered|verzögert|verzögerung|vertraagd|viiväst|opóźni|retard[ée]/iu;
const absences =
  /out of (?:the )?office|auto(?:matic|mated)?[- ]?(?:reply|response)|on vacation|on holiday|away from|abwesen|automatische antwort|afwezig|automatisch antwoord|poissa|automaattinen vastaus|autoodpowied|odpowied[zź] automatyczna|nieobecn|réponse automatique|absent du|fuera de (?:la )?oficina|自動(?:応答|返信)/iu;
const daemon = /mailer-?daemon|postmaster|mail delivery (?:sub)?system|mdaemon|mail administrator|bounce/iu;

export const tellsFailure = (subject: string): boolean => failures.test(subject);
export const tellsDelay = (text: string): boolean => delays.test(text);
export const tellsAbsence = (subject: string): boolean => absences.test(subject);
export const isDaemon = (from: string): boolean => daemon.test(from);

/** Where reports that are no MIME begin to repeat our own mail. */
const copyBelow =
  /^-{2,} ?(?:This is a copy of|Below this line is a copy|Original message|Returned message|The header|Unsent message|Copy of|Weitergeleitete|Oorspronkelijk).*$|^Original message headers:|^-{3,} Transcript of original|^\s*Received: (?:from|by) /imu;
const longestText = 32_000;
const longestReason = 1_000;

export function ownWords(text: string): string {
  const short = text.slice(0, longestText);
  const copy = copyBelow.exec(short);
  return (copy === null ? short : short.slice(0, copy.index)).trim();
}

const squeezed = (text: string) => text.replace(/\s+/gu, " ").trim().slice(0, longestReason);
const isReply = (text: string) =>
  enhancedCodeIn(text) !== null || /(?<![\w.,:])[45]\d\d(?=[ -]\S|$)/mu.test(text);

/** What stands behind the address: on its line, and on the lines until an empty one or the next address alone. */
function wordsBehind(text: string, address: string): string | null {
  const lines = text.split("\n");
  const at = lines.findIndex((line) => line.toLowerCase().includes(address.toLowerCase()));
  if (at === -1) return null;
  const line = lines[at] ?? "";
  const rest = line.slice(line.toLowerCase().indexOf(address.toLowerCase()) + address.length);
  const following = lines.slice(at + 1);
  const first = following.findIndex((one) => one.trim() !== "");
  const block = first > 1 ? [] : following.slice(Math.max(first, 0));
  const end = block.findIndex((one) => one.trim() === "" || /^\s*<?[^\s<>]+@[^\s<>]+>?:?$/u.test(one));
  const words = squeezed(
    [rest.replace(/^[>"')\]:,\s]+/u, ""), ...block.slice(0, end === -1 ? undefined : end)].join(" "),
  );
  return words.length > 3 ? words : null;
}

/** The reason in a report's text (wire.md 5: Exim tells it nowhere else). */
export function reasonIn(text: string, address: string | null): string | null {
  const behind = address === null ? null : wordsBehind(text, address);
  if (behind !== null && (isReply(behind) || tellsWhy(behind))) return behind;
  const paragraphs = text.split(/\n\s*\n/u);
  const replies = paragraphs.find(isReply);
  return replies === undefined ? behind : squeezed(replies);
}

/** Whether it was written to be read: at least half of it are words, which half of random bytes never are. */
function isLegible(text: string): boolean {
  const words = text.match(/\p{L}[\p{L}\p{M}'’]+/gu) ?? [];
  return words.join("").length * 2 >= text.replace(/\s+/gu, "").length;
}

/** The whole text, short: nothing in it stands out. Null: there is none, or nobody could read it. */
export function gist(text: string): string | null {
  const short = squeezed(text).slice(0, 500);
  return short !== "" && isLegible(short) ? short : null;
}

/** Addresses that stand alone on a line, or in angle brackets before a colon, as all servers write them. */
export function recipientsInText(text: string): readonly string[] {
  const lines = text.split("\n").slice(0, 400);
  const named = lines.flatMap((line) => {
    const alone =
      /^\s*(?:[-*·]\s*)?(?:to:\s*)?["'<(]*([^\s<>"'()]+@[^\s<>"'()]+?)[">')]*\s*(?::.*|\(.*|\.{3}.*)?$/iu.exec(
        line,
      );
    return alone?.[1] === undefined ? [] : (addressIn(alone[1]) ?? []);
  });
  const found =
    named.length > 0 ? named : (/[<"']?([^\s<>"'()]+@[^\s<>"'()]+)/u.exec(text)?.slice(1, 2) ?? []);
  return [...new Set(found.flatMap((one) => addressIn(one) ?? []))].slice(0, 50);
}
