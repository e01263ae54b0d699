-- A lane goes before other work, or a flood of plans would keep pushes in the house; one whose host takes nothing
-- waits in line like everybody.
DROP FUNCTION wind_lane(text, timestamptz);
CREATE FUNCTION wind_lane(lane_host text, due timestamptz, takes boolean)
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
    priority => CASE WHEN takes THEN -5 ELSE 0 END,
    job_key_mode => CASE WHEN due IS NULL THEN 'replace' ELSE 'preserve_run_at' END);
  IF job.run_at > due THEN
    UPDATE graphile_worker._private_jobs SET run_at = due WHERE id = job.id;
  END IF;
END $$;
REVOKE ALL ON FUNCTION wind_lane FROM PUBLIC;
GRANT EXECUTE ON FUNCTION wind_lane TO counterfoil_app;
