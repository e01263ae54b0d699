import type { ClaimedPush } from "@/lib/features/pushes/jobs/claim";
import type { AttemptOutcome, AttemptTrigger, Progress } from "@/lib/features/pushes/model";
import type { Sent } from "@/lib/platform/http";

/** A call that was made and is not written down yet. */
export type Attempted = {
  readonly push: ClaimedPush;
  readonly sent: Sent;
  readonly attemptId: string;
  readonly trigger: AttemptTrigger;
  readonly by: string;
};

/** The same with what it means for the push. */
export type Booked = Attempted & {
  readonly outcome: AttemptOutcome;
  readonly progress: Progress;
  readonly number: number;
};
