-- A push keeps the format it was planned in, whatever the website chooses later: its body stays the same.
ALTER TABLE "push" ADD COLUMN     "format" TEXT NOT NULL DEFAULT 'standard';
ALTER TABLE push
  ADD CONSTRAINT push_format CHECK (format IN ('standard', 'paynow', 'buckaroo-form', 'buckaroo-json', 'trust'));
