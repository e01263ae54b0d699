import "server-only";
import type { MerchantScope } from "@/lib/kernel/access";
import { nextNightStart } from "@/lib/kernel/nights";
import { isUuid } from "@/lib/kernel/uuid";
import type { RenewalKind, RenewalSetting } from "@/lib/features/authorisations/model";
import type { Moving } from "@/lib/features/chain-moves/model";
import { unset, type Settings } from "@/lib/features/renewals/model";
import { now } from "@/lib/platform/clock";
import { reading, type Db } from "@/lib/platform/tx";

const readRow = (db: Db, scope: MerchantScope, paymentId: string) =>
  db.authorisationChain.findUnique({
    where: { merchantId_paymentId: { merchantId: scope, paymentId } },
    include: {
      payment: {
        select: {
          refundedMinor: true,
          reservedMinor: true,
          website: { select: { id: true, name: true } },
        },
      },
    },
  });
type Row = NonNullable<Awaited<ReturnType<typeof readRow>>>;

const chainOf = (row: Row): Moving => ({
  ...row,
  state: row.state as Moving["state"],
  stopReason: row.stopReason as Moving["stopReason"],
  lastAction: row.lastAction as Moving["lastAction"],
  phase: row.phase as Moving["phase"],
  originalMinor: Number(row.originalMinor),
  capturedMinor: Number(row.capturedMinor),
  lapsedMinor: Number(row.lapsedMinor),
  reservedMinor: Number(row.reservedMinor),
  lastActionMinor: Number(row.lastActionMinor),
});

/** What counts now, and what will from the next night on. */
async function readSettings(db: Db, scope: MerchantScope, websiteId: string, at: Date): Promise<Settings> {
  const newest = (until: Date) =>
    db.renewalSetting.findFirst({
      where: { merchantId: scope, websiteId, inForceAt: { lte: until } },
      orderBy: [{ inForceAt: "desc" }, { id: "desc" }],
    });
  const [current, coming] = [await newest(at), await newest(nextNightStart(at))];
  const known = (setting: typeof current) =>
    setting && { ...setting, failureNotice: setting.failureNotice as RenewalSetting["failureNotice"] };
  return {
    current: known(current) ?? unset,
    coming: coming === null || coming.id === current?.id ? null : known(coming),
  };
}

/** Newest first. */
const readSteps = (db: Db, scope: MerchantScope, paymentId: string) =>
  db.chainStep.findMany({
    where: { merchantId: scope, paymentId },
    orderBy: [{ at: "desc" }, { id: "desc" }],
    select: {
      ...{ id: true, event: true, toState: true, reason: true, amountMinor: true, payId: true, xId: true },
      ...{ code: true, text: true, actor: true, at: true },
    },
  });

/** All reservations of one order, with everything that was done with them. */
export const getChain = (scope: MerchantScope, paymentId: string) =>
  reading(scope, async (db) => {
    const row = isUuid(paymentId) ? await readRow(db, scope, paymentId) : null;
    if (row === null) return null;
    const { payment, currency, transId, refNr, phaseKind, phaseAt, lastCode, lastText, lastAnswerAt } = row;
    const settings = await readSettings(db, scope, row.websiteId, now());
    const steps = await readSteps(db, scope, paymentId);
    return {
      ...{ paymentId, currency, transId, refNr, phaseAt, lastCode, lastText, lastAnswerAt, settings },
      chain: chainOf(row),
      phaseKind: phaseKind as RenewalKind | null,
      payId: row.liveOperationId?.replaceAll("-", "") ?? null,
      /** Given back or promised. */
      creditedMinor: Number(payment.refundedMinor) + Number(payment.reservedMinor),
      website: payment.website,
      steps: steps.map((step) => ({
        ...step,
        amountMinor: step.amountMinor === null ? null : Number(step.amountMinor),
      })),
    };
  });
export type ChainDetail = NonNullable<Awaited<ReturnType<typeof getChain>>>;
