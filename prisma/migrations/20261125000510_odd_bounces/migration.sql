-- A bounce comes within days of its mail, so that those of an e-mail date are found among those of some bounce dates.
-- The few that did not are found here.
CREATE INDEX bounce_odd ON bounce (merchant_id, kind, message_sent_at DESC)
  WHERE bounced_at - message_sent_at NOT BETWEEN interval '-1 day' AND interval '7 days';
