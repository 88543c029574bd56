-- Criteria on trial: what the program says of them is kept for comparison alone, and how far it agrees with people at a
-- site is measured there (S12). Results of a model that nobody signed for are kept apart from those of another (S17).

ALTER TABLE gardefou.verdicts ADD COLUMN on_trial boolean NOT NULL DEFAULT false;

ALTER TABLE gardefou.shadow_verdicts ADD COLUMN model text;
UPDATE gardefou.shadow_verdicts v SET model = s.model FROM gardefou.shadows s
    WHERE s.call_id = v.call_id AND s.version = v.version AND s.scorecard_digest = v.scorecard_digest;
ALTER TABLE gardefou.shadow_verdicts ALTER COLUMN model SET NOT NULL,
    DROP CONSTRAINT shadow_verdicts_call_id_version_scorecard_digest_fkey, DROP CONSTRAINT shadow_verdicts_pkey;
ALTER TABLE gardefou.shadows DROP CONSTRAINT shadows_pkey, ADD PRIMARY KEY (call_id, version, scorecard_digest, model);
ALTER TABLE gardefou.shadow_verdicts ADD PRIMARY KEY (call_id, version, scorecard_digest, model, criterion),
    ADD FOREIGN KEY (call_id, version, scorecard_digest, model) REFERENCES gardefou.shadows ON DELETE CASCADE;

-- What the agreement with people is above, by the reviews of a site: the sweep measures it, drafts go by it.
CREATE TABLE gardefou.criterion_bounds (
    site_id uuid NOT NULL REFERENCES gardefou.sites,
    scorecard_digest text NOT NULL CHECK (scorecard_digest ~ '^[0-9a-f]{64}$'),
    model text NOT NULL,
    criterion text NOT NULL,
    lower double precision CHECK (lower BETWEEN -1 AND 1),
    n integer NOT NULL CHECK (n > 0),
    is_blind boolean NOT NULL,
    at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (site_id, scorecard_digest, model, criterion)
);

-- As in 0012. Of a criterion on trial the draft says nothing: what the program said apart stands in its place.
CREATE OR REPLACE FUNCTION gardefou.agreement_pairs()
    RETURNS TABLE (scorecard_digest text, criterion text, draft text, decided text, pairs bigint)
    LANGUAGE sql STABLE SECURITY DEFINER SET work_mem = '64MB' SET search_path = pg_catalog, pg_temp AS $$
    WITH final AS MATERIALIZED (
        SELECT r.call_id, e.id AS evaluation_id, e.version, e.model, e.scorecard_digest, z.criteria AS voided
        FROM gardefou.reviews r JOIN gardefou.calls c ON c.id = r.call_id
            JOIN gardefou.evaluations e ON e.id = r.evaluation_id
            LEFT JOIN (SELECT call_id, array_agg(criterion) AS criteria FROM gardefou.voids GROUP BY 1) z ON z.call_id = r.call_id
        WHERE c.site_id = gardefou.own_site() AND r.state = 'final' AND gardefou.judges_the_program()),
    trials AS MATERIALIZED (
        SELECT f.call_id, v.criterion, w.verdict
        FROM final f JOIN gardefou.verdicts v ON v.evaluation_id = f.evaluation_id AND v.on_trial
            LEFT JOIN gardefou.shadow_verdicts w ON w.call_id = f.call_id AND w.version = f.version
                AND w.scorecard_digest = f.scorecard_digest AND w.model = f.model AND w.criterion = v.criterion)
    SELECT f.scorecard_digest COLLATE "C", d.criterion COLLATE "C",
        (CASE WHEN t.call_id IS NULL THEN d.before ELSE t.verdict END) COLLATE "C",
        coalesce(later.after, d.after) COLLATE "C", count(*)
    FROM final f
        JOIN gardefou.decisions d ON d.call_id = f.call_id AND d.round = 1 AND (f.voided IS NULL OR d.criterion <> ALL (f.voided))
        LEFT JOIN gardefou.decisions later ON later.call_id = d.call_id AND later.criterion = d.criterion AND later.round = 2
        LEFT JOIN trials t ON t.call_id = d.call_id AND t.criterion = d.criterion
    WHERE t.call_id IS NULL OR t.verdict IS NOT NULL
    GROUP BY 1, 2, 3, 4 $$;

-- As in 0012, with the model that it ran with; those who sign see it too.
DROP FUNCTION gardefou.site_proposals();
CREATE FUNCTION gardefou.site_proposals()
    RETURNS TABLE (scorecard_digest text, document jsonb, proposed_at timestamptz, proposed_by text, withdrawn_by text,
        is_open boolean, calls bigint, failures bigint, model text)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT p.scorecard_digest COLLATE "C", p.document, p.proposed_at,
        CASE WHEN gardefou.has_role('quality_analyst') THEN who.name COLLATE "C" END,
        CASE WHEN gardefou.has_role('quality_analyst') THEN ended.name COLLATE "C" END,
        p.withdrawn_at IS NULL, ran.calls, ran.failures, ran.model
    FROM gardefou.proposals p JOIN gardefou.people who ON who.id = p.proposed_by
        LEFT JOIN gardefou.people ended ON ended.id = p.withdrawn_by
        CROSS JOIN LATERAL (SELECT count(DISTINCT w.call_id) FILTER (WHERE w.failed IS NULL) AS calls,
                count(DISTINCT w.call_id) FILTER (WHERE w.failed IS NOT NULL) AS failures,
                (array_agg(w.model ORDER BY w.made_at DESC))[1] COLLATE "C" AS model
            FROM gardefou.shadows w JOIN gardefou.calls c ON c.id = w.call_id
            WHERE w.scorecard_digest = p.scorecard_digest AND c.site_id = p.site_id) ran
    WHERE p.site_id = gardefou.own_site()
        AND (gardefou.judges_the_program() OR gardefou.signs_at(p.site_id))
    ORDER BY p.proposed_at DESC $$;

-- As in 0012, by the model that ran last; those who sign see it too.
CREATE OR REPLACE FUNCTION gardefou.shadow_pairs()
    RETURNS TABLE (scorecard_digest text, criterion text, draft text, decided text, pairs bigint)
    LANGUAGE sql STABLE SECURITY DEFINER SET work_mem = '64MB' SET search_path = pg_catalog, pg_temp AS $$
    WITH models AS MATERIALIZED (
        SELECT DISTINCT ON (w.scorecard_digest) w.scorecard_digest, w.model
        FROM gardefou.shadows w JOIN gardefou.calls c ON c.id = w.call_id
        WHERE c.site_id = gardefou.own_site() ORDER BY w.scorecard_digest, w.made_at DESC)
    SELECT scorecard_digest, criterion, draft, decided, pairs FROM (
    SELECT counted.*, sum(pairs) OVER (PARTITION BY scorecard_digest, criterion) AS decided_calls FROM (
    SELECT v.scorecard_digest COLLATE "C" AS scorecard_digest, v.criterion COLLATE "C" AS criterion,
        v.verdict COLLATE "C" AS draft, coalesce(later.after, d.after) COLLATE "C" AS decided, count(*) AS pairs
    FROM gardefou.reviews r JOIN gardefou.calls c ON c.id = r.call_id
        JOIN gardefou.evaluations e ON e.id = r.evaluation_id
        JOIN gardefou.shadow_verdicts v ON v.call_id = r.call_id AND v.version = e.version
        JOIN models m ON m.scorecard_digest = v.scorecard_digest AND m.model = v.model
        JOIN gardefou.decisions d ON d.call_id = r.call_id AND d.round = 1 AND d.criterion = v.criterion
        LEFT JOIN gardefou.decisions later ON later.call_id = d.call_id AND later.criterion = d.criterion AND later.round = 2
    WHERE c.site_id = gardefou.own_site() AND r.state = 'final'
        AND NOT EXISTS (SELECT 1 FROM gardefou.voids z WHERE z.call_id = d.call_id AND z.criterion = d.criterion)
        AND (gardefou.judges_the_program() OR gardefou.signs_at(c.site_id))
    GROUP BY 1, 2, 3, 4) counted) known WHERE decided_calls >= 10 $$;

-- As in 0005, without drafts of criteria on trial: the program shows no verdict on them.
CREATE OR REPLACE FUNCTION gardefou.figures_of_manager(_since timestamptz)
    RETURNS TABLE (scorecard_digest text, criterion text, reviewed boolean, verdict text, calls bigint, advisers bigint)
    LANGUAGE sql STABLE SECURITY DEFINER SET work_mem = '64MB' SET enable_sort = off SET enable_nestloop = off
    SET search_path = pg_catalog, pg_temp AS $$
    WITH shown AS (SELECT g.level, g.smallest AS k, p.site_id, p.team, s.zone,
                date_trunc('month', _since AT TIME ZONE s.zone) AT TIME ZONE s.zone AS since
            FROM gardefou.group_of_manager(_since) g, gardefou.people p JOIN gardefou.sites s ON s.id = p.site_id
            WHERE p.id = gardefou.person() AND g.level <> 'none'),
        reviews AS MATERIALIZED (
            SELECT r.call_id, r.evaluation_id, e.scorecard_digest COLLATE "C" AS scorecard_digest, r.state = 'final' AS reviewed,
                date_trunc('month', c.started_at AT TIME ZONE shown.zone) AS month, c.adviser_id, z.criteria AS voided
            FROM shown JOIN gardefou.calls c ON c.site_id = shown.site_id AND c.started_at >= shown.since
                JOIN gardefou.reviews r ON r.call_id = c.id AND (r.state IN ('final', 'unreviewed')
                    OR (r.state IN ('queued', 'in_review') AND NOT 'contest' = ANY (r.causes)))
                JOIN gardefou.evaluations e ON e.id = r.evaluation_id
                LEFT JOIN (SELECT call_id, array_agg(criterion) AS criteria FROM gardefou.voids GROUP BY 1) z ON z.call_id = c.id),
        kinds AS MATERIALIZED (SELECT row_number() OVER ()::integer AS kind, scorecard_digest, reviewed, month
            FROM (SELECT DISTINCT scorecard_digest, reviewed, month FROM reviews) d),
        advisers AS MATERIALIZED (
            SELECT a.id, a.team, shown.level = 'site' OR a.team = shown.team AS is_shown,
                set_bit(repeat('0', count(*) OVER ()::integer)::varbit, row_number() OVER ()::integer - 1, 1) AS bit
            FROM (SELECT DISTINCT adviser_id AS id FROM reviews) d JOIN gardefou.people a USING (id), shown),
        counted AS MATERIALIZED (
            SELECT k.kind, k.reviewed, r.call_id, r.evaluation_id, r.voided, a.is_shown, a.bit
            FROM reviews r JOIN kinds k USING (scorecard_digest, reviewed, month) JOIN advisers a ON a.id = r.adviser_id),
        verdicts AS MATERIALIZED (
            SELECT c.kind, c.is_shown, v.criterion COLLATE "C" AS criterion, v.verdict COLLATE "C" AS verdict, count(*) AS calls,
                bit_or(c.bit) AS advisers
            FROM counted c JOIN gardefou.verdicts v ON v.evaluation_id = c.evaluation_id
            WHERE NOT c.reviewed AND NOT v.on_trial AND (c.voided IS NULL OR v.criterion <> ALL (c.voided)) GROUP BY 1, 2, 3, 4
            UNION ALL
            SELECT c.kind, c.is_shown, d.criterion COLLATE "C", coalesce(later.after, d.after) COLLATE "C", count(*), bit_or(c.bit)
            FROM counted c JOIN gardefou.decisions d ON d.call_id = c.call_id AND d.round = 1
                LEFT JOIN gardefou.decisions later
                    ON later.call_id = d.call_id AND later.criterion = d.criterion AND later.round = 2
            WHERE c.reviewed AND (c.voided IS NULL OR d.criterion <> ALL (c.voided)) GROUP BY 1, 2, 3, 4),
        teams AS (SELECT team, bit_or(bit) AS advisers FROM advisers GROUP BY 1),
        sizes AS (SELECT v.kind, v.criterion, t.team, bit_count(v.advisers & t.advisers) AS n
            FROM (SELECT kind, criterion, bit_or(advisers) AS advisers FROM verdicts GROUP BY 1, 2) v, teams t),
        cells AS (SELECT n.kind, n.criterion
            FROM sizes n, shown WHERE n.n > 0 GROUP BY 1, 2, shown.level, shown.k
            HAVING CASE shown.level WHEN 'site' THEN sum(n.n) >= shown.k
                ELSE coalesce(sum(n.n) FILTER (WHERE n.team = (SELECT team FROM shown)), 0) >= shown.k
                    AND coalesce(sum(n.n) FILTER (WHERE n.n < shown.k), shown.k) >= shown.k END),
        told AS MATERIALIZED (SELECT k.scorecard_digest, v.criterion, k.reviewed, v.verdict, v.calls, v.advisers
            FROM verdicts v JOIN cells USING (kind, criterion) JOIN kinds k USING (kind) WHERE v.is_shown),
        about AS (SELECT t.scorecard_digest, t.criterion, t.reviewed, bit_count(bit_or(t.advisers)) AS advisers
            FROM told t GROUP BY 1, 2, 3)
    SELECT t.scorecard_digest, t.criterion, t.reviewed, t.verdict, sum(t.calls)::bigint, a.advisers
    FROM told t JOIN about a USING (scorecard_digest, criterion, reviewed) GROUP BY 1, 2, 3, 4, 6 $$;

-- Whether calls of a site are done once their reason is known: the charter in force there names no evaluation (S30).
CREATE FUNCTION gardefou.ends_classified(_site uuid) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce((SELECT NOT coalesce(ch.document #> ARRAY['sites', s.code, 'features'] ? 'evaluation', false)
        FROM gardefou.sites s JOIN gardefou.charters_in_force() ch ON ch.site_id = s.id WHERE s.id = _site), false) $$;

ALTER TABLE gardefou.criterion_bounds ENABLE ROW LEVEL SECURITY;
ALTER TABLE gardefou.criterion_bounds FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_all ON gardefou.criterion_bounds TO gardefou_owner USING (true) WITH CHECK (true);
CREATE POLICY worker_all ON gardefou.criterion_bounds TO gardefou_worker USING (true) WITH CHECK (true);
CREATE POLICY of_the_site ON gardefou.criterion_bounds FOR SELECT TO gardefou_web
    USING (site_id = (SELECT gardefou.own_site()) AND gardefou.judges_the_program());
GRANT SELECT ON gardefou.criterion_bounds TO gardefou_web;
GRANT SELECT, INSERT, DELETE ON gardefou.criterion_bounds TO gardefou_worker;

REVOKE EXECUTE ON FUNCTION gardefou.site_proposals, gardefou.ends_classified FROM PUBLIC;
GRANT EXECUTE ON FUNCTION gardefou.ends_classified TO gardefou_worker;
GRANT EXECUTE ON FUNCTION gardefou.judges_the_program, gardefou.site_proposals TO gardefou_web;
