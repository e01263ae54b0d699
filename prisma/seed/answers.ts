import type { Actor } from "@/lib/kernel/access";
import { likelyAddress } from "@/lib/kernel/mail-domains";
import { resendBounce } from "@/lib/features/bounces/commands/resend";
import { liftSuppression } from "@/lib/features/communications/commands/suppress";
import { inviteColleague } from "@/lib/features/people/commands/invitations";
import { reading } from "@/lib/platform/tx";
import type { Random } from "@/sandbox/people/random";
import { personActor } from "./acts";
import type { SeededWebsite } from "./merchants";
import { dayMs } from "./calendar";
import { hourMs, minuteMs } from "./setting";
import { at, later } from "./time-travel";

const findBounces = (actor: Actor) =>
  reading(actor.scope, (db) =>
    db.bounce.findMany({
      where: { merchantId: actor.scope, resentAt: null, class: { not: "complaint" } },
      orderBy: [{ bouncedAt: "asc" }, { id: "asc" }],
      select: { id: true, addressee: true, channel: true, class: true, isHard: true, bouncedAt: true },
    }),
  );
type Bounce = Awaited<ReturnType<typeof findBounces>>[number];

const resend = (actor: Actor, { id: bounceId }: Bounce, address: string, keep: boolean) =>
  resendBounce(actor, { bounceId, address, keep });

/** The customer said on the phone that the mailbox is there again. */
async function lift(actor: Actor, { addressee, channel }: Bounce): Promise<void> {
  const listed = await reading(actor.scope, (db) =>
    db.suppression.findFirst({
      where: { merchantId: actor.scope, channel, address: addressee.toLowerCase(), liftedAt: null },
      select: { id: true },
    }),
  );
  const reason = "The customer confirmed the address on the phone";
  if (listed !== null) await liftSuppression(actor, { suppressionId: listed.id, reason });
}

/** A misspelled domain is corrected more often than not; what passes by itself is tried again now and then. */
async function answer(random: Random, { clerk, owner }: Staff, bounce: Bounce, instant: Date): Promise<void> {
  const likely = bounce.channel === "email" ? likelyAddress(bounce.addressee) : null;
  if (likely !== null) {
    if (random.chance(0.55)) await at(instant, () => resend(clerk, bounce, likely, random.chance(0.7)));
    return;
  }
  const { addressee } = bounce;
  if (!bounce.isHard) {
    if (random.chance(0.3)) await at(instant, () => resend(clerk, bounce, addressee, false));
    return;
  }
  if (!random.chance(0.25)) return;
  await at(instant, () => lift(owner, bounce));
  if (random.chance(0.6)) await at(later(instant, minuteMs), () => resend(clerk, bounce, addressee, false));
}
type Staff = { readonly clerk: Actor; readonly owner: Actor };

const staffOf = (website: SeededWebsite): Staff => ({
  clerk: personActor(website, website.clerk),
  owner: personActor(website, website.owner),
});

/** One website of each merchant. */
const firstOfEach = (websites: readonly SeededWebsite[]) => [
  ...new Map(websites.toReversed().map((website) => [website.merchantId, website])).values(),
];

/** What people do about what did not arrive, some hours later; most of it waits for the visitor. */
export async function answerBounces(
  websites: readonly SeededWebsite[],
  random: Random,
  end: Date,
): Promise<void> {
  for (const website of firstOfEach(websites)) {
    const staff = staffOf(website);
    for (const bounce of await findBounces(staff.owner)) {
      const instant = later(bounce.bouncedAt, random.between(20 * minuteMs, 20 * hourMs));
      if (instant < later(end, -hourMs)) await answer(random, staff, bounce, instant);
    }
  }
}

const newcomers = [
  { email: "ruben.bakker@acme.example", name: "Ruben Bakker", role: "finance", daysAgo: 6 },
  { email: "lotte.smit@acme.example", name: "Lotte Smit", role: "support", daysAgo: 2 },
] as const;

/** Two colleagues are expected at the first merchant. */
export async function inviteNewcomers([first]: readonly SeededWebsite[], end: Date): Promise<void> {
  if (first === undefined) return;
  const { owner } = staffOf(first);
  for (const { daysAgo, ...one } of newcomers)
    await at(later(end, -daysAgo * dayMs), () => inviteColleague(owner, { ...one, locale: "nl" }));
}
