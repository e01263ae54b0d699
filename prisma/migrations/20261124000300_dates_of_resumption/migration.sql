-- A paused plan may know the day on which it goes on by itself (domain.md 2.4).
ALTER TABLE "subscription" ADD COLUMN "resume_date" DATE;
ALTER TABLE subscription ADD CONSTRAINT subscription_resume_date CHECK (resume_date IS NULL OR status = 'inactive');
CREATE INDEX subscription_resuming ON subscription (merchant_id, resume_date, id) WHERE resume_date IS NOT NULL;

-- Requests that a payment of ours answers.
CREATE INDEX data_request_payment ON data_request (merchant_id, payment_id) WHERE payment_id IS NOT NULL;
