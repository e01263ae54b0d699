import type { Work } from "@/lib/features/data-requests/commands/create-data-request";
import { inviteToPay } from "@/lib/features/data-requests/commands/invite";
import { drawQr, qrProblem } from "@/lib/features/qr-codes/commands/generate-qr";
import { refuse, type Works } from "@/app/(wire)/buckaroo/work";

const generate: Work = (tx, wish) => {
  const problem = qrProblem(wish.asked, tx.now);
  return Promise.resolve(problem === null ? drawQr(wish.asked, tx.now) : refuse(wish, ...problem));
};

const invite: Work = (tx, wish, dataRequestId) => {
  const invited = inviteToPay(tx, wish, dataRequestId);
  return Promise.resolve(invited ?? refuse(wish, "ExpirationDate", "ExpirationDate is over."));
};

/** Domain.md 2.4. */
export const qrWorks: Works = { Generate: generate };
export const invitationWorks: Works = { PaymentInvitation: invite };
