-- Scorecards that somebody changes or proposes, what proposed ones say in shadow, and what a language model answered.

CREATE TABLE gardefou.workings (
    person_id uuid NOT NULL REFERENCES gardefou.people ON DELETE CASCADE,
    base text NOT NULL,
    document jsonb NOT NULL,
    changed_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (person_id, base)
);

CREATE TABLE gardefou.proposals (
    site_id uuid NOT NULL REFERENCES gardefou.sites,
    scorecard_digest text NOT NULL REFERENCES gardefou.scorecards,
    proposed_by uuid NOT NULL REFERENCES gardefou.people,
    proposed_at timestamptz NOT NULL DEFAULT now(),
    withdrawn_at timestamptz,
    PRIMARY KEY (site_id, scorecard_digest)
);

-- What a proposed scorecard says of a call: verdicts alone, no score, no word of it, and nobody to whom they are shown.
CREATE TABLE gardefou.shadows (
    call_id uuid NOT NULL,
    version integer NOT NULL,
    scorecard_digest text NOT NULL REFERENCES gardefou.scorecards,
    model text NOT NULL,
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
    RETURNS TABLE (scorecard_digest text, document jsonb, proposed_at timestamptz, proposed_by text, is_open boolean, calls bigint)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT p.scorecard_digest COLLATE "C", s.document, p.proposed_at, who.name COLLATE "C", p.withdrawn_at IS NULL,
        (SELECT count(*) FROM gardefou.shadows w JOIN gardefou.calls c ON c.id = w.call_id
         WHERE w.scorecard_digest = p.scorecard_digest AND c.site_id = p.site_id)
    FROM gardefou.proposals p JOIN gardefou.scorecards s ON s.digest = p.scorecard_digest
        JOIN gardefou.people who ON who.id = p.proposed_by
    WHERE p.site_id = gardefou.own_site()
        AND (gardefou.has_role('quality_analyst') OR gardefou.has_role('representative')
            OR gardefou.has_role('data_protection_officer'))
    ORDER BY p.proposed_at DESC $$;

-- As agreement_pairs, with what a proposed scorecard says in place of the draft.
CREATE FUNCTION gardefou.shadow_pairs()
    RETURNS TABLE (scorecard_digest text, criterion text, draft text, decided text, pairs bigint)
    LANGUAGE sql STABLE SECURITY DEFINER SET work_mem = '64MB' SET search_path = pg_catalog, pg_temp AS $$
    SELECT v.scorecard_digest COLLATE "C", v.criterion COLLATE "C", v.verdict COLLATE "C",
        coalesce(later.after, d.after) COLLATE "C", count(*)
    FROM gardefou.reviews r JOIN gardefou.calls c ON c.id = r.call_id
        JOIN gardefou.evaluations e ON e.id = r.evaluation_id
        JOIN gardefou.shadow_verdicts v ON v.call_id = r.call_id AND v.version = e.version
        JOIN gardefou.decisions d ON d.call_id = r.call_id AND d.round = 1 AND d.criterion = v.criterion
        LEFT JOIN gardefou.decisions later ON later.call_id = d.call_id AND later.criterion = d.criterion AND later.round = 2
    WHERE c.site_id = gardefou.own_site() AND r.state = 'final'
        AND NOT EXISTS (SELECT 1 FROM gardefou.voids z WHERE z.call_id = d.call_id AND z.criterion = d.criterion)
        AND (gardefou.has_role('quality_analyst') OR gardefou.has_role('representative')
            OR gardefou.has_role('data_protection_officer'))
    GROUP BY 1, 2, 3, 4 $$;

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
CREATE POLICY analyst_proposes ON gardefou.proposals TO gardefou_web
    USING (site_id = (SELECT gardefou.own_site()) AND gardefou.has_role('quality_analyst'))
    WITH CHECK (site_id = (SELECT gardefou.own_site()) AND gardefou.has_role('quality_analyst'));
CREATE POLICY analyst_adds ON gardefou.scorecards FOR INSERT TO gardefou_web
    WITH CHECK (gardefou.has_role('quality_analyst'));

GRANT SELECT, DELETE, INSERT (person_id, base, document), UPDATE (document, changed_at) ON gardefou.workings TO gardefou_web;
GRANT SELECT, INSERT (site_id, scorecard_digest, proposed_by), UPDATE (withdrawn_at) ON gardefou.proposals TO gardefou_web;
GRANT INSERT ON gardefou.scorecards TO gardefou_web;
GRANT SELECT ON gardefou.proposals TO gardefou_worker;
GRANT SELECT, INSERT (call_id, version, scorecard_digest, model) ON gardefou.shadows TO gardefou_worker;
GRANT SELECT, INSERT ON gardefou.shadow_verdicts, gardefou.replies TO gardefou_worker;

REVOKE EXECUTE ON FUNCTION gardefou.answered_scorecards, gardefou.site_proposals, gardefou.shadow_pairs FROM PUBLIC;
GRANT EXECUTE ON FUNCTION gardefou.answered_scorecards, gardefou.site_proposals, gardefou.shadow_pairs TO gardefou_web;
