-- A door for the SMS provider's reports: whose message an id names.
CREATE INDEX communication_sms ON communication (id) WHERE channel = 'sms';
CREATE FUNCTION sms_of(sms uuid)
  RETURNS TABLE (merchant_id uuid, id uuid)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
BEGIN ATOMIC
  SELECT c.merchant_id, c.id FROM communication c WHERE c.id = sms AND c.channel = 'sms';
END;
REVOKE ALL ON FUNCTION sms_of FROM PUBLIC;
GRANT EXECUTE ON FUNCTION sms_of TO counterfoil_app;
