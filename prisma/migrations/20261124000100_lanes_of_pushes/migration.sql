-- The first push of an outage that ran out of retries: of those that follow, nobody is told again (BK-14).
ALTER TABLE "push_health" ADD COLUMN     "exhausted_at" TIMESTAMPTZ(3);

-- A lane is what waits for one host of one merchant. One job works it off, and only one at a time: its queue has its
-- name. A job that waits is moved to the earlier of its time and the wished one, so that no wish is lost.
CREATE FUNCTION wind_lane(lane_host text, due timestamptz)
  RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
  lane text := 'pushes:' || current_merchant() || ':' || lane_host;
  job graphile_worker._private_jobs;
BEGIN
  -- A job that is due and not begun will see everything that is committed by now.
  IF due IS NULL AND EXISTS (
    SELECT FROM graphile_worker._private_jobs j
    WHERE j.key = lane AND j.locked_at IS NULL AND j.run_at <= now() AND j.attempts = 0
  ) THEN
    RETURN;
  END IF;
  job := graphile_worker.add_job(
    identifier => 'pushes.deliver',
    payload => json_build_object('version', 1, 'merchantId', current_merchant(), 'host', lane_host),
    queue_name => lane,
    run_at => coalesce(due, now()),
    max_attempts => 25,
    job_key => lane,
    job_key_mode => CASE WHEN due IS NULL THEN 'replace' ELSE 'preserve_run_at' END);
  IF job.run_at > due THEN
    UPDATE graphile_worker._private_jobs SET run_at = due WHERE id = job.id;
  END IF;
END $$;
REVOKE ALL ON FUNCTION wind_lane FROM PUBLIC;
GRANT EXECUTE ON FUNCTION wind_lane TO counterfoil_app;

-- Lanes replace the job of each push. What waits is found by the timer.
DELETE FROM graphile_worker._private_jobs j USING graphile_worker._private_tasks t
WHERE t.id = j.task_id AND t.identifier = 'push.deliver';

CREATE OR REPLACE FUNCTION merchants_due(work text, moment timestamptz)
  RETURNS SETOF uuid
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public
AS $$
DECLARE today date := (moment AT TIME ZONE 'UTC')::date;
BEGIN
  CASE work
    WHEN 'settlement' THEN RETURN QUERY
      SELECT p.merchant_id FROM payment p
        WHERE p.status = 'authorised' AND p.settle_status IN (0, 1) AND p.settle_due_date <= today
      UNION SELECT r.merchant_id FROM refund r
        WHERE r.status = 'accepted' AND r.settle_status IN (0, 1) AND r.settle_due_date <= today;
    WHEN 'confirmation' THEN RETURN QUERY
      SELECT DISTINCT o.merchant_id FROM operation o
        WHERE o.held_until <= moment AND o.outcome IN ('sent', 'pending', 'unknown', 'not_found');
    WHEN 'expiry' THEN RETURN QUERY
      SELECT DISTINCT p.merchant_id FROM payment p
        WHERE p.status IN ('started', 'pending') AND p.expires_at <= moment;
    WHEN 'reservation_end' THEN RETURN QUERY
      SELECT DISTINCT p.merchant_id FROM payment p
        WHERE p.status = 'authorised' AND p.reserved_until <= moment
          AND p.settle_status = 2
      UNION SELECT r.merchant_id FROM refund r
        WHERE r.status = 'accepted' AND r.settle_status = 2 AND r.status_at <= moment - interval '7 days';
    WHEN 'waiting_refunds' THEN RETURN QUERY
      SELECT DISTINCT r.merchant_id FROM refund r WHERE r.status = 'awaiting_balance';
    WHEN 'subscriptions' THEN RETURN QUERY
      SELECT s.merchant_id FROM subscription s WHERE s.status = 'active' AND s.next_due_date <= today
      UNION SELECT s.merchant_id FROM subscription s JOIN payment p ON p.merchant_id = s.merchant_id AND p.id = s.payment_id
        WHERE s.status = 'pending' AND p.status = 'completed';
    WHEN 'pushes' THEN RETURN QUERY
      SELECT DISTINCT p.merchant_id FROM push p
        WHERE p.state IN ('pending', 'retrying') AND p.next_attempt_at <= moment;
  END CASE;
END $$;
