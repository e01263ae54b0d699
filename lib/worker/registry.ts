import type { EventName } from "@/lib/kernel/events";
import { captureShipped, followCredit } from "@/lib/features/authorisations/jobs/follow";
import { endChains } from "@/lib/features/authorisations/jobs/lapse";
import { tellOfFailure } from "@/lib/features/authorisations/jobs/notice";
import { reportFailures } from "@/lib/features/authorisations/jobs/report";
import {
  hopeForAuthorisations,
  recoverCalls,
  renewAuthorisations,
  splitAuthorisations,
} from "@/lib/features/authorisations/jobs/runs";
import { readInboundReport, readWaitingReports } from "@/lib/features/communications/jobs/read-report";
import { deliverCommunications, wakeCommunications } from "@/lib/features/communications/jobs/deliver";
import { askBank, expireDataRequests } from "@/lib/features/data-requests/jobs/bank";
import { followPayment } from "@/lib/features/data-requests/jobs/follow-payment";
import { sendInvitation } from "@/lib/features/data-requests/jobs/invitation";
import { purgeNonces } from "@/lib/features/data-requests/jobs/nonces";
import { bookFileBy } from "@/lib/features/files/jobs/book";
import { exchangeFilesBy, folderPatience } from "@/lib/features/files/jobs/exchange";
import { fallBackAfterBounce } from "@/lib/features/invoices/jobs/fall-back";
import { followInvoicePayment, followInvoiceRefund } from "@/lib/features/invoices/jobs/follow-payment";
import { remindInvoices } from "@/lib/features/invoices/jobs/remind";
import { createChildPayment } from "@/lib/features/payments/commands/create-child-payment";
import { capturePayment, reversePayment } from "@/lib/features/payments/jobs/capture";
import { confirmToCustomer, tellCustomerOfRefund } from "@/lib/features/payments/jobs/customer-mails";
import { inquirePayment } from "@/lib/features/payments/jobs/inquire";
import { endReservations, expirePayments } from "@/lib/features/payments/jobs/run-out";
import { confirmSettlements, settleDuePayments } from "@/lib/features/payments/jobs/settle";
import { warnOfFailingPushes } from "@/lib/features/pushes/jobs/failure-mail";
import {
  deliverDuePushes,
  deliverResentPush,
  pushDataRequestStatus,
  pushInvoiceNews,
  pushCapture,
  pushPaymentStatus,
  pushRefundStatus,
  pushSettleStatus,
  releaseWaitingPushes,
  wakeLanes,
} from "@/lib/features/pushes/jobs/handlers";
import { runBulkPush } from "@/lib/features/pushes/jobs/run-bulk";
import { sendTest } from "@/lib/features/pushes/jobs/send-test";
import { confirmRefunds, settleRefunds, endRefundSuspensions } from "@/lib/features/refunds/jobs/settlement";
import {
  askAboutRefund,
  sendWishedRefund,
  takeBackRefund,
  tryWaitingRefunds,
} from "@/lib/features/refunds/jobs/single-refund";
import { runSubscriptions, stopUnpaidSubscription } from "@/lib/features/subscriptions/jobs";
import { captureRow } from "@/lib/worker/capture-row";

/** An event without a handler does not compile. */
export const handlers: Readonly<Record<EventName, (payload: unknown) => Promise<void>>> = {
  "payment.inquire": inquirePayment,
  "payment.capture": capturePayment,
  "payment.reverse": reversePayment,
  "payments.expire": expirePayments,
  "payments.end_reservations": endReservations,
  "payments.settle": settleDuePayments,
  "payments.confirm": confirmSettlements,
  "payment.status_changed": async (payload) => {
    await followPayment(payload);
    await followInvoicePayment(payload);
    await confirmToCustomer(payload);
    await pushPaymentStatus(payload);
  },
  "payment.captured": pushCapture,
  "payment.settlement_changed": pushSettleStatus,
  "refunds.end_suspensions": endRefundSuspensions,
  "refunds.settle": settleRefunds,
  "refunds.confirm": confirmRefunds,
  "refunds.try_waiting": tryWaitingRefunds,
  "subscriptions.run": runSubscriptions,
  "subscription.payment_due": createChildPayment,
  "refund.requested": sendWishedRefund,
  "refund.inquire": askAboutRefund,
  "refund.reverse": takeBackRefund,
  "refund.status_changed": async (payload) => {
    await followInvoiceRefund(payload);
    await tellCustomerOfRefund(payload);
    await pushRefundStatus(payload);
    await followCredit(payload);
  },
  "authorisation.capture": captureShipped,
  "authorisations.renew": renewAuthorisations,
  "authorisations.split": splitAuthorisations,
  "authorisations.hope": hopeForAuthorisations,
  "authorisations.recover": recoverCalls,
  "authorisations.lapse": endChains,
  "authorisations.report": reportFailures,
  "renewal.failed": tellOfFailure,
  "website.push_address_set": releaseWaitingPushes,
  "website.push_test": sendTest,
  "data_request.ask_bank": askBank,
  "data_request.invite": sendInvitation,
  "data_requests.expire": expireDataRequests,
  "invoice.changed": pushInvoiceNews,
  "invoices.remind": remindInvoices,
  "invoice.stop_subscription": stopUnpaidSubscription,
  "nonces.purge": purgeNonces,
  "data_request.status_changed": pushDataRequestStatus,
  "website.pushes_fail": warnOfFailingPushes,
  "pushes.deliver": deliverDuePushes,
  "pushes.wake": wakeLanes,
  "push.resend": deliverResentPush,
  "push_bulk.run": runBulkPush,
  "report.read": readInboundReport,
  "reports.wake": readWaitingReports,
  "communications.deliver": deliverCommunications,
  "communications.wake": wakeCommunications,
  "file.book": bookFileBy(captureRow),
  "files.exchange": exchangeFilesBy(folderPatience),
  "communication.bounced": fallBackAfterBounce,
};
