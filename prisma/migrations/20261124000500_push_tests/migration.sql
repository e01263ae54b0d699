-- The test push of a website that was asked for last. Its exchange is found by its correlation id.
ALTER TABLE "website" ADD COLUMN     "push_test_id" UUID,
ADD COLUMN     "push_tested_at" TIMESTAMPTZ(3);
ALTER TABLE website ADD CONSTRAINT website_push_test CHECK ((push_test_id IS NULL) = (push_tested_at IS NULL));
