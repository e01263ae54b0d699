-- How a dispute ended is said when it ends; nothing is open beyond what was invoiced.
ALTER TABLE dispute ADD CONSTRAINT dispute_outcome CHECK (outcome IS NULL OR closed_at IS NOT NULL);
ALTER TABLE invoice ADD CONSTRAINT invoice_open CHECK (open_minor <= amount_minor);
