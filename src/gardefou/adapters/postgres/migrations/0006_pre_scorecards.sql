-- Scorecards that somebody changes or proposes, what proposed ones say in shadow, and what a language model answered.

CREATE TABLE gardefou.workings (
    person_id uuid NOT NULL REFERENCES gardefou.people ON DELETE CASCADE,
    base text NOT NULL,
    document jsonb NOT NULL,
    changed_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (person_id, base)
);

-- A proposal keeps its own document: only what drafts answer stands among the scorecards, where web writes nothing.
CREATE TABLE gardefou.proposals (
    site_id uuid NOT NULL REFERENCES gardefou.sites,
    scorecard_digest text NOT NULL CHECK (scorecard_digest ~ '^[0-9a-f]{64}$'),
    document jsonb NOT NULL,
    proposed_by uuid NOT NULL REFERENCES gardefou.people,
    proposed_at timestamptz NOT NULL DEFAULT now(),
    withdrawn_by uuid REFERENCES gardefou.people,
    withdrawn_at timestamptz,
    PRIMARY KEY (site_id, scorecard_digest)
);

-- What a proposed scorecard says of a call: verdicts alone, no score, no word of it, and nobody to whom they are shown.
-- `failed` is the kind of error where it could not be run.
CREATE TABLE gardefou.shadows (
    call_id uuid NOT NULL,
    version integer NOT NULL,
    scorecard_digest text NOT NULL,
    model text NOT NULL,
    failed text,
    made_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (call_id, version, scorecard_digest),
    FOREIGN KEY (call_id, version) REFERENCES gardefou.transcripts ON DELETE CASCADE
);
CREATE INDEX shadows_by_scorecard ON gardefou.shadows (scorecard_digest, call_id);

CREATE TABLE gardefou.shadow_verdicts (
    call_id uuid NOT NULL,
    version integer NOT NULL,
    scorecard_digest text NOT NULL,
    criterion text NOT NULL,
    verdict text NOT NULL,
    PRIMARY KEY (call_id, version, scorecard_digest, criterion),
    FOREIGN KEY (call_id, version, scorecard_digest) REFERENCES gardefou.shadows ON DELETE CASCADE
);

-- What a language model answered about a call, under the call's key, by the hash of all that was asked.
CREATE TABLE gardefou.replies (
    call_id uuid NOT NULL REFERENCES gardefou.calls ON DELETE CASCADE,
    digest text NOT NULL CHECK (digest ~ '^[0-9a-f]{64}$'),
    content bytea NOT NULL,
    PRIMARY KEY (call_id, digest)
);

-- Every scorecard that a draft answered; proposed ones are not among them.
CREATE INDEX evaluations_by_scorecard ON gardefou.evaluations (scorecard_digest);
CREATE FUNCTION gardefou.answered_scorecards() RETURNS TABLE (digest text, document jsonb)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT s.digest COLLATE "C", s.document FROM gardefou.scorecards s
    WHERE EXISTS (SELECT 1 FROM gardefou.evaluations e WHERE e.scorecard_digest = s.digest) $$;

-- What is proposed at the site of whoever asks, by whom, and on how many calls there it ran.
CREATE FUNCTION gardefou.site_proposals()
    RETURNS TABLE (scorecard_digest text, document jsonb, proposed_at timestamptz, proposed_by text, withdrawn_by text,
        is_open boolean, calls bigint, failures bigint)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT p.scorecard_digest COLLATE "C", p.document, p.proposed_at,
        CASE WHEN gardefou.has_role('quality_analyst') THEN who.name COLLATE "C" END,
        CASE WHEN gardefou.has_role('quality_analyst') THEN ended.name COLLATE "C" END,
        p.withdrawn_at IS NULL, ran.calls, ran.failures
    FROM gardefou.proposals p JOIN gardefou.people who ON who.id = p.proposed_by
        LEFT JOIN gardefou.people ended ON ended.id = p.withdrawn_by
        CROSS JOIN LATERAL (SELECT count(*) FILTER (WHERE w.failed IS NULL) AS calls, count(w.failed) AS failures
            FROM gardefou.shadows w JOIN gardefou.calls c ON c.id = w.call_id
            WHERE w.scorecard_digest = p.scorecard_digest AND c.site_id = p.site_id) ran
    WHERE p.site_id = gardefou.own_site()
        AND (gardefou.has_role('quality_analyst') OR gardefou.has_role('representative')
            OR gardefou.has_role('data_protection_officer'))
    ORDER BY p.proposed_at DESC $$;

-- As agreement_pairs, with what a proposed scorecard says in place of the draft; fewer than ten decided calls would
-- tell what it says of one that somebody knows.
CREATE FUNCTION gardefou.shadow_pairs()
    RETURNS TABLE (scorecard_digest text, criterion text, draft text, decided text, pairs bigint)
    LANGUAGE sql STABLE SECURITY DEFINER SET work_mem = '64MB' SET search_path = pg_catalog, pg_temp AS $$
    SELECT scorecard_digest, criterion, draft, decided, pairs FROM (
    SELECT counted.*, sum(pairs) OVER (PARTITION BY scorecard_digest, criterion) AS decided_calls FROM (
    SELECT v.scorecard_digest COLLATE "C" AS scorecard_digest, v.criterion COLLATE "C" AS criterion,
        v.verdict COLLATE "C" AS draft, coalesce(later.after, d.after) COLLATE "C" AS decided, count(*) AS pairs
    FROM gardefou.reviews r JOIN gardefou.calls c ON c.id = r.call_id
        JOIN gardefou.evaluations e ON e.id = r.evaluation_id
        JOIN gardefou.shadow_verdicts v ON v.call_id = r.call_id AND v.version = e.version
        JOIN gardefou.decisions d ON d.call_id = r.call_id AND d.round = 1 AND d.criterion = v.criterion
        LEFT JOIN gardefou.decisions later ON later.call_id = d.call_id AND later.criterion = d.criterion AND later.round = 2
    WHERE c.site_id = gardefou.own_site() AND r.state = 'final'
        AND NOT EXISTS (SELECT 1 FROM gardefou.voids z WHERE z.call_id = d.call_id AND z.criterion = d.criterion)
        AND (gardefou.has_role('quality_analyst') OR gardefou.has_role('representative')
            OR gardefou.has_role('data_protection_officer'))
    GROUP BY 1, 2, 3, 4) counted) known WHERE decided_calls >= 10 $$;

-- An analyst of the site ends a proposal's run in shadow, by name.
CREATE FUNCTION gardefou.withdraw_proposal(_digest text) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    UPDATE gardefou.proposals SET withdrawn_at = clock_timestamp(), withdrawn_by = gardefou.person()
    WHERE site_id = gardefou.own_site() AND scorecard_digest = _digest AND withdrawn_at IS NULL
        AND gardefou.has_role('quality_analyst');
    RETURN FOUND;
END $$;

-- As in 0003, with the run in shadow, which comes after everything else that waits.
CREATE OR REPLACE FUNCTION gardefou.enqueue(_step text, _queue text, _call uuid, _at timestamptz) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = gardefou, jobs, pg_catalog, pg_temp AS $$
BEGIN
    IF _step NOT IN ('hear', 'measure', 'classify', 'evaluate', 'offer', 'shadow') THEN
        RAISE EXCEPTION 'no step is named %', _step USING ERRCODE = 'GF003';
    END IF;
    IF session_user = 'gardefou_web' AND (_step <> 'hear' OR NOT EXISTS (
        SELECT 1 FROM gardefou.calls c WHERE c.id = _call AND c.status = 'drawn' AND gardefou.concerns_caller(c.site_id)
    )) THEN
        RAISE EXCEPTION 'this call is none of the caller''s' USING ERRCODE = 'GF004';
    END IF;
    BEGIN
        PERFORM jobs.procrastinate_defer_jobs_v1(ARRAY[ROW(
            _queue, _step, CASE _step WHEN 'shadow' THEN -1 ELSE 0 END, _step || ':' || _call, _step || ':' || _call,
            jsonb_build_object('call', _call), _at
        )]::jobs.procrastinate_job_to_defer_v1[]);
    EXCEPTION WHEN unique_violation THEN
        NULL;
    END;
END $$;

DO $$
DECLARE name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['workings', 'proposals', 'shadows', 'shadow_verdicts', 'replies'] LOOP
        EXECUTE format('ALTER TABLE gardefou.%I ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('ALTER TABLE gardefou.%I FORCE ROW LEVEL SECURITY', name);
        EXECUTE format('CREATE POLICY owner_all ON gardefou.%I TO gardefou_owner USING (true) WITH CHECK (true)', name);
    END LOOP;
    FOREACH name IN ARRAY ARRAY['shadows', 'shadow_verdicts', 'replies'] LOOP
        EXECUTE format('CREATE POLICY worker_all ON gardefou.%I TO gardefou_worker USING (true) WITH CHECK (true)', name);
    END LOOP;
END $$;
CREATE POLICY worker_reads ON gardefou.proposals FOR SELECT TO gardefou_worker USING (true);
CREATE POLICY web_own ON gardefou.workings TO gardefou_web
    USING (person_id = (SELECT gardefou.person()))
    WITH CHECK (person_id = (SELECT gardefou.person()) AND gardefou.has_role('quality_analyst'));
CREATE POLICY analyst_reads ON gardefou.proposals FOR SELECT TO gardefou_web
    USING (site_id = (SELECT gardefou.own_site()) AND gardefou.has_role('quality_analyst'));
CREATE POLICY analyst_proposes ON gardefou.proposals FOR INSERT TO gardefou_web
    WITH CHECK (site_id = (SELECT gardefou.own_site()) AND proposed_by = (SELECT gardefou.person())
        AND gardefou.has_role('quality_analyst'));

GRANT SELECT, DELETE, INSERT (person_id, base, document), UPDATE (document, changed_at) ON gardefou.workings TO gardefou_web;
GRANT SELECT, INSERT (site_id, scorecard_digest, document, proposed_by) ON gardefou.proposals TO gardefou_web;
GRANT SELECT ON gardefou.proposals TO gardefou_worker;
GRANT SELECT, INSERT (call_id, version, scorecard_digest, model, failed) ON gardefou.shadows TO gardefou_worker;
GRANT SELECT, INSERT ON gardefou.shadow_verdicts, gardefou.replies TO gardefou_worker;

REVOKE EXECUTE ON FUNCTION gardefou.answered_scorecards, gardefou.site_proposals, gardefou.shadow_pairs,
    gardefou.withdraw_proposal FROM PUBLIC;
GRANT EXECUTE ON FUNCTION gardefou.answered_scorecards, gardefou.site_proposals, gardefou.shadow_pairs,
    gardefou.withdraw_proposal TO gardefou_web;
