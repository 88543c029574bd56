-- How much of a call is heard, for as long as a worker hears it: a share and a moment, nothing of what is said. A row that a
-- dead worker has left is shown to nobody; the sweep removes it, and the call takes it along when it goes.
CREATE TABLE gardefou.hearing_progress (
    call_id uuid PRIMARY KEY REFERENCES gardefou.calls ON DELETE CASCADE,
    share smallint NOT NULL DEFAULT 0 CHECK (share BETWEEN 0 AND 100),
    since timestamptz NOT NULL DEFAULT clock_timestamp()
);

ALTER TABLE gardefou.hearing_progress ENABLE ROW LEVEL SECURITY;
ALTER TABLE gardefou.hearing_progress FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_all ON gardefou.hearing_progress TO gardefou_owner USING (true) WITH CHECK (true);
CREATE POLICY worker_all ON gardefou.hearing_progress TO gardefou_worker USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, DELETE, UPDATE (share, since) ON gardefou.hearing_progress TO gardefou_worker;
