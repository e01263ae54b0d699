import { berlinDay } from "@/lib/kernel/nights";
import { saveRenewalSetting } from "@/lib/features/authorisations/commands/save-setting";
import type { RenewalSetting } from "@/lib/features/authorisations/model";
import { confirmFile } from "@/lib/features/files/commands/confirm";
import { handIn } from "@/lib/features/files/commands/hand-in";
import { issueComputopCredential } from "@/lib/features/websites/commands/computop-credential";
import { writeCaptureFile } from "@/lib/wire/batch-files/capture-file";
import { checkCaptureFile, handedRows } from "@/lib/wire/batch-files/check";
import { batchName } from "@/lib/wire/batch-files/file-name";
import { handlers } from "@/lib/worker/registry";
import { personActor } from "./acts";
import { dayMs } from "./calendar";
import type { SeededWebsite } from "./merchants";
import type { Queue } from "./queue";
import { hourMs, minuteMs } from "./setting";
import { at, later } from "./time-travel";

/** As the shop began; what it learned since is in `now`. */
const begun: RenewalSetting = {
  ...{ isOn: true, renewAfterDays: 10, stopAfterDays: 45, splitting: true, realtime: false, hopeRun: false },
  ...{ failureNotice: "email", failureEmail: "manager@acme.example", renewsSimulated: true },
};
const learned: RenewalSetting = {
  ...begun,
  ...{ renewAfterDays: 7, stopAfterDays: 60, hopeRun: true, failureNotice: "batch", failureEmail: null },
};
const learnedAgoMs = 70 * dayMs;

const must = <T>(done: { ok: true; value: T } | { ok: false; error: string }, what: string): T => {
  if (!done.ok) throw new Error(`${what} was refused: ${done.error}`);
  return done.value;
};

/** Websites that renew, from their first day on, and with what their server calls with. */
export async function openRenewals(
  websites: readonly SeededWebsite[],
  firstDay: Date,
): Promise<SeededWebsite[]> {
  const opened: SeededWebsite[] = [];
  for (const website of websites) {
    if (website.renews !== true) {
      opened.push(website);
      continue;
    }
    const computop = await at(firstDay, async () => {
      const owner = personActor(website, website.owner);
      must(await saveRenewalSetting(owner, { websiteId: website.id, ...begun }), "a setting");
      const { mid, ...passwords } = must(
        await issueComputopCredential(owner, { websiteId: website.id }),
        "a credential",
      );
      return { merchantId: mid, ...passwords };
    });
    opened.push({ ...website, shown: { ...website.shown, computop } });
  }
  return opened;
}

/** What somebody changes later, as things that happen. */
export const settingEvents = (websites: readonly SeededWebsite[], end: Date) =>
  websites
    .filter(({ renews }) => renews === true)
    .map((website) => {
      const instant = later(end, -learnedAgoMs);
      const change = () =>
        saveRenewalSetting(personActor(website, website.clerk), { websiteId: website.id, ...learned });
      return {
        life: 0,
        at: instant,
        happen: async () => {
          must(await at(instant, change), "a changed setting");
        },
      };
    });

type Line = {
  readonly payId: string;
  readonly minor: number;
  readonly currency: string;
  readonly transId: string;
};

async function handInLines(website: SeededWebsite, mid: string, lines: readonly Line[], instant: Date) {
  const day = berlinDay(instant);
  const content = writeCaptureFile({
    ...{ merchantId: mid, day },
    rows: lines.map(({ payId, minor, currency, transId }, place) => ({
      ...{ amount: { minor, currency }, transId, refNr: (place + 1).toString(), payId },
      finishAuth: false,
    })),
  });
  const { version, rows: rowCount, wrongRows, totals } = checkCaptureFile(content, mid);
  const stored = await handIn(personActor(website, website.clerk), {
    ...{ mid, content, version, rowCount, wrongRows, wantedName: null, source: "portal" },
    sums: totals.map(({ rows, amount }) => ({ rows, ...amount })),
    rows: handedRows(content, mid),
    nameOf: (counter) => batchName({ phase: "T", day, counter, merchantId: mid, order: "back_office" }),
  });
  return must(stored, "a file").id;
}

const partOf = ({ minor, ...line }: Line): Line => ({
  ...line,
  minor: Math.max(100, Math.floor(minor / 300) * 100),
});

/** One file that was booked, with a row that nobody knows; one that waits for a person. */
export async function seedFiles(websites: readonly SeededWebsite[], queue: Queue, end: Date): Promise<void> {
  for (const website of websites) {
    const mid = website.shown.computop?.merchantId;
    if (mid === undefined) continue;
    const open = await queue.openReservations(website.id);
    const [booked, waiting] = [open.slice(0, 4).map(partOf), open.slice(4, 7).map(partOf)];
    const stranger = { payId: "0".repeat(32), minor: 10_00, currency: "EUR", transId: "AW-0" };
    const { merchantId } = website;
    await at(later(end, -3 * hourMs), async () => {
      const fileId = await handInLines(website, mid, [...booked, stranger], later(end, -3 * hourMs));
      must(await confirmFile(personActor(website, website.clerk), { fileId }), "a confirmation");
      await handlers["file.book"]({ version: 1, merchantId, fileId });
    });
    const lately = later(end, -40 * minuteMs);
    await at(lately, () => handInLines(website, mid, waiting, lately));
  }
}
