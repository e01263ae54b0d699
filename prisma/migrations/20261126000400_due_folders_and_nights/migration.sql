-- What is due by the clock, with folders and with the two ways of asking that nights need: two migrations of the same
-- hour each brought one of them.
CREATE OR REPLACE FUNCTION merchants_due(work text, moment timestamptz)
  RETURNS SETOF uuid
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public
AS $$
DECLARE
  today date := (moment AT TIME ZONE 'UTC')::date;
  wall time := (moment AT TIME ZONE 'Europe/Berlin')::time;
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
          AND NOT EXISTS (SELECT FROM authorisation_chain c WHERE c.merchant_id = p.merchant_id AND c.payment_id = p.id)
      UNION SELECT r.merchant_id FROM refund r
        WHERE r.status = 'accepted' AND r.settle_status = 2 AND r.status_at <= moment - interval '7 days';
    WHEN 'waiting_refunds' THEN RETURN QUERY
      SELECT DISTINCT r.merchant_id FROM refund r WHERE r.status = 'awaiting_balance';
    WHEN 'subscriptions' THEN RETURN QUERY
      SELECT s.merchant_id FROM subscription s WHERE s.status = 'active' AND s.next_due_date <= today
      UNION SELECT s.merchant_id FROM subscription s WHERE s.resume_date <= today
      UNION SELECT s.merchant_id FROM subscription s JOIN payment p ON p.merchant_id = s.merchant_id AND p.id = s.payment_id
        WHERE s.status = 'pending' AND p.status = 'completed';
    WHEN 'pushes' THEN RETURN QUERY
      SELECT DISTINCT p.merchant_id FROM push p
        WHERE p.state IN ('pending', 'retrying') AND p.next_attempt_at <= moment;
    WHEN 'data_requests' THEN RETURN QUERY
      SELECT DISTINCT d.merchant_id FROM data_request d
        WHERE d.status_code IN (790, 792) AND d.expires_at <= moment;
    WHEN 'nonces' THEN RETURN QUERY
      SELECT DISTINCT n.merchant_id FROM used_nonce n WHERE n.used_at <= moment - interval '1 hour';
    WHEN 'communications' THEN RETURN QUERY
      SELECT DISTINCT c.merchant_id FROM communication c
        WHERE c.state IN ('queued', 'sending') AND c.next_attempt_at <= moment;
    WHEN 'reports' THEN RETURN QUERY
      SELECT DISTINCT r.merchant_id FROM inbound_report r
        WHERE r.verdict = 'waiting' AND r.received_at <= moment - interval '1 minute';
    WHEN 'reminders' THEN RETURN QUERY
      SELECT DISTINCT i.merchant_id FROM invoice i JOIN merchant m ON m.id = i.merchant_id
        WHERE i.status_code = 10 AND i.next_step_on <= (moment AT TIME ZONE m.timezone)::date;
    -- The night is Berlin's (CT-8, CT-19): 01:30:00 inclusive to 04:00:00 exclusive on the wall clock.
    WHEN 'renewals' THEN
      IF wall >= '01:30' AND wall < '04:00' THEN RETURN QUERY
        SELECT m.id FROM merchant m WHERE EXISTS (SELECT FROM authorisation_chain c
          WHERE c.merchant_id = m.id AND c.state = 'active' AND c.next_renewal_at <= moment)
        UNION SELECT c.merchant_id FROM authorisation_chain c WHERE c.split_at <= moment AND c.state = 'split_pending'
        UNION SELECT s.merchant_id FROM renewal_setting s WHERE s.in_force_at <= moment AND s.adopted_at IS NULL;
      END IF;
    WHEN 'splits' THEN
      IF wall < '01:30' OR wall >= '04:00' THEN RETURN QUERY
        SELECT DISTINCT c.merchant_id FROM authorisation_chain c WHERE c.split_at <= moment AND c.state = 'split_pending';
      END IF;
    WHEN 'hope_runs' THEN RETURN QUERY
      SELECT DISTINCT c.merchant_id FROM authorisation_chain c WHERE c.hope_run_at <= moment AND c.state = 'hope_pending';
    WHEN 'chain_calls' THEN RETURN QUERY
      SELECT DISTINCT c.merchant_id FROM operation o
        JOIN authorisation_chain c ON c.merchant_id = o.merchant_id AND c.payment_id = o.payment_id
        WHERE o.outcome IN ('sent', 'pending', 'unknown', 'not_found') AND c.phase IS NOT NULL AND c.held_until <= moment;
    WHEN 'lapses' THEN RETURN QUERY
      SELECT c.merchant_id FROM authorisation_chain c
        WHERE c.stop_at <= moment AND c.state IN ('active', 'split_pending', 'hope_pending')
      UNION SELECT c.merchant_id FROM authorisation_chain c
        WHERE c.lapses_at <= moment AND c.next_renewal_at IS NULL AND c.split_at IS NULL;
    -- Files come by themselves; what goes out is a week old at most, so that no history is poured into a new folder.
    WHEN 'folders' THEN RETURN QUERY
      SELECT c.merchant_id FROM computop_credential c WHERE c.revoked_at IS NULL
      UNION SELECT f.merchant_id FROM handed_file f
        WHERE f.kind <> 'capture' AND f.out_digest IS DISTINCT FROM f.digest AND f.finished_at > moment - interval '7 days';
  END CASE;
END $$;
