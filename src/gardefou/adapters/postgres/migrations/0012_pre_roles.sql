-- The role of reviewer, and an entry for every person whose roles, site or team change.

-- Nobody sits on both sides of the table, or on one and keeps the system running; nor leads those they represent.
ALTER TABLE gardefou.people ADD CONSTRAINT sides_apart CHECK (
    ('representative' = ANY (roles))::int + ('employer_signatory' = ANY (roles))::int + ('administrator' = ANY (roles))::int <= 1
    AND NOT roles @> ARRAY['representative', 'manager']) NOT VALID;

-- Who may review calls: quality analysts, and reviewers, who change no scorecard.
CREATE FUNCTION gardefou.is_reviewer() RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
    $$ SELECT gardefou.has_role('quality_analyst') OR gardefou.has_role('reviewer') $$;

-- Who sees how program and people agree, nobody named.
CREATE FUNCTION gardefou.judges_the_program() RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
    $$ SELECT gardefou.is_reviewer() OR gardefou.has_role('representative') OR gardefou.has_role('data_protection_officer') $$;

-- As in 0005 and 0006, for whoever may review.
CREATE OR REPLACE FUNCTION gardefou.take_review(_call uuid) RETURNS text
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE taken text;
BEGIN
    IF NOT gardefou.is_reviewer() OR EXISTS (
        SELECT 1 FROM gardefou.calls c WHERE c.id = _call AND (c.adviser_id = gardefou.person()
            OR c.site_id <> gardefou.own_site() OR gardefou.leads(gardefou.person(), c.adviser_id, c.team)))
        OR EXISTS (SELECT 1 FROM gardefou.recusals WHERE call_id = _call AND person_id = gardefou.person()) THEN
        RETURN NULL;
    END IF;
    UPDATE gardefou.reviews SET
        state = CASE state WHEN 'queued' THEN 'in_review' ELSE 'in_second_review' END,
        reviewer_id = CASE state WHEN 'queued' THEN gardefou.person() ELSE reviewer_id END,
        taken_at = CASE state WHEN 'queued' THEN clock_timestamp() ELSE taken_at END,
        second_reviewer_id = CASE state WHEN 'contested' THEN gardefou.person() ELSE second_reviewer_id END,
        second_taken_at = CASE state WHEN 'contested' THEN clock_timestamp() ELSE second_taken_at END
    WHERE call_id = _call AND (state = 'queued' OR (state = 'contested' AND reviewer_id <> gardefou.person()))
    RETURNING state INTO taken;
    RETURN taken;
END $$;

CREATE OR REPLACE FUNCTION gardefou.waiting_reviews() RETURNS TABLE (call_id uuid, is_mine boolean, is_hidden boolean)
    LANGUAGE sql STABLE SECURITY DEFINER ROWS 500 SET search_path = pg_catalog, pg_temp AS $$
    SELECT q.call_id, q.is_mine, q.is_hidden
    FROM (
        SELECT r.call_id, r.state,
            (r.state = 'in_review' AND r.reviewer_id = me.id)
                OR (r.state = 'in_second_review' AND r.second_reviewer_id = me.id) AS is_mine,
            c.adviser_id = me.id OR ('manager' = ANY (me.roles) AND gardefou.leads(me.id, c.adviser_id, c.team))
                OR (r.state IN ('contested', 'in_second_review') AND r.reviewer_id = me.id)
                OR EXISTS (SELECT 1 FROM gardefou.recusals x WHERE x.call_id = r.call_id AND x.person_id = me.id) AS is_hidden
        FROM gardefou.people me
            JOIN gardefou.reviews r ON r.state IN ('queued', 'contested')
                OR (r.state = 'in_review' AND r.reviewer_id = me.id)
                OR (r.state = 'in_second_review' AND r.second_reviewer_id = me.id)
            JOIN gardefou.calls c ON c.id = r.call_id AND c.site_id = me.site_id
        WHERE me.id = gardefou.person() AND gardefou.is_reviewer()) q $$;

CREATE OR REPLACE FUNCTION gardefou.agreement_pairs()
    RETURNS TABLE (scorecard_digest text, criterion text, draft text, decided text, pairs bigint)
    LANGUAGE sql STABLE SECURITY DEFINER SET work_mem = '64MB' SET search_path = pg_catalog, pg_temp AS $$
    WITH final AS MATERIALIZED (
        SELECT r.call_id, e.scorecard_digest, z.criteria AS voided
        FROM gardefou.reviews r JOIN gardefou.calls c ON c.id = r.call_id
            JOIN gardefou.evaluations e ON e.id = r.evaluation_id
            LEFT JOIN (SELECT call_id, array_agg(criterion) AS criteria FROM gardefou.voids GROUP BY 1) z ON z.call_id = r.call_id
        WHERE c.site_id = gardefou.own_site() AND r.state = 'final'
            AND gardefou.judges_the_program())
    SELECT f.scorecard_digest COLLATE "C", d.criterion COLLATE "C", d.before COLLATE "C",
        coalesce(later.after, d.after) COLLATE "C", count(*)
    FROM final f
        JOIN gardefou.decisions d ON d.call_id = f.call_id AND d.round = 1 AND (f.voided IS NULL OR d.criterion <> ALL (f.voided))
        LEFT JOIN gardefou.decisions later ON later.call_id = d.call_id AND later.criterion = d.criterion AND later.round = 2
    GROUP BY 1, 2, 3, 4 $$;

CREATE OR REPLACE FUNCTION gardefou.site_proposals()
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
        AND gardefou.judges_the_program()
    ORDER BY p.proposed_at DESC $$;

CREATE OR REPLACE FUNCTION gardefou.shadow_pairs()
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
        AND gardefou.judges_the_program()
    GROUP BY 1, 2, 3, 4) counted) known WHERE decided_calls >= 10 $$;

-- What decides what somebody may see is written down when it changes, whoever changes it and by whatever way: the person,
-- and each of roles, site and team before and after. Where the gate opened the transaction, its actor is named.
ALTER TABLE gardefou.audit ADD COLUMN person_id uuid, ADD COLUMN change jsonb;
CREATE INDEX audit_by_person ON gardefou.audit (person_id) WHERE person_id IS NOT NULL;

CREATE FUNCTION gardefou.note_change_of_person() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    kind text := nullif(current_setting('gardefou.actor_kind', true), '');
    given jsonb := '{}';
    before gardefou.people;
BEGIN
    IF TG_OP = 'UPDATE' THEN
        before := OLD;
    END IF;
    IF before.roles IS DISTINCT FROM NEW.roles THEN
        given := given || jsonb_build_object('roles', jsonb_build_array(to_jsonb(before.roles), to_jsonb(NEW.roles)));
    END IF;
    IF before.site_id IS DISTINCT FROM NEW.site_id THEN
        given := given || jsonb_build_object('site', (SELECT jsonb_build_array(
            (SELECT code FROM gardefou.sites WHERE id = before.site_id), code) FROM gardefou.sites WHERE id = NEW.site_id));
    END IF;
    IF before.team IS DISTINCT FROM NEW.team THEN
        given := given || jsonb_build_object('team', jsonb_build_array(before.team, NEW.team));
    END IF;
    IF given <> '{}' THEN
        INSERT INTO gardefou.audit (actor_kind, actor, verb, purpose, site_id, person_id, change)
        VALUES (coalesce(kind, 'database'),
            CASE WHEN kind IS NULL THEN session_user::text ELSE current_setting('gardefou.actor', true) END,
            'administer', 'operation', NEW.site_id, NEW.id, given);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER changes_are_noted AFTER INSERT OR UPDATE OF roles, site_id, team ON gardefou.people
    FOR EACH ROW EXECUTE FUNCTION gardefou.note_change_of_person();

REVOKE EXECUTE ON FUNCTION gardefou.is_reviewer, gardefou.judges_the_program, gardefou.note_change_of_person FROM PUBLIC;

-- What is released to a manager, without what somebody asked to freeze or erase: that they asked is not a manager's to know.
CREATE FUNCTION gardefou.is_held(_call uuid) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
    $$ SELECT gardefou.is_frozen(_call) OR EXISTS (SELECT 1 FROM gardefou.erasures WHERE call_id = _call) $$;
REVOKE EXECUTE ON FUNCTION gardefou.is_held FROM PUBLIC;
CREATE OR REPLACE FUNCTION gardefou.readable_calls() RETURNS SETOF uuid
    LANGUAGE sql STABLE SECURITY DEFINER ROWS 50 SET search_path = pg_catalog, pg_temp AS
    $$ SELECT call_id FROM gardefou.reviews WHERE reviewer_id = gardefou.person()
           AND (decided_at IS NOT NULL OR state = 'in_review')
       UNION ALL
       SELECT call_id FROM gardefou.reviews WHERE second_reviewer_id = gardefou.person()
           AND (second_decided_at IS NOT NULL OR state = 'in_second_review')
       UNION ALL
       SELECT c.id FROM gardefou.people m
           JOIN gardefou.people a ON a.site_id = m.site_id AND (m.team IS NULL OR a.team = m.team)
           JOIN gardefou.calls c ON c.adviser_id = a.id
           JOIN gardefou.reviews r ON r.call_id = c.id AND r.state = 'final'
           JOIN gardefou.charters_in_force() ch ON ch.site_id = c.site_id
       WHERE m.id = gardefou.person() AND 'manager' = ANY (m.roles)
           AND (ch.document -> 'review' ->> 'released_to_managers')::boolean
           AND NOT gardefou.is_held(c.id) $$;
CREATE OR REPLACE FUNCTION gardefou.may_read(_call uuid) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER COST 5000 SET search_path = pg_catalog, pg_temp AS
    $$ SELECT EXISTS (SELECT 1 FROM gardefou.reviews
           WHERE call_id = _call AND ((reviewer_id = gardefou.person() AND (decided_at IS NOT NULL OR state = 'in_review'))
               OR (second_reviewer_id = gardefou.person() AND (second_decided_at IS NOT NULL OR state = 'in_second_review'))))
       OR EXISTS (SELECT 1 FROM gardefou.reviews r JOIN gardefou.calls c ON c.id = r.call_id
           JOIN gardefou.people a ON a.id = c.adviser_id
           JOIN gardefou.people m ON m.id = gardefou.person() AND 'manager' = ANY (m.roles)
               AND a.site_id = m.site_id AND (m.team IS NULL OR a.team = m.team)
           JOIN gardefou.charters_in_force() ch ON ch.site_id = c.site_id
           WHERE r.call_id = _call AND r.state = 'final' AND (ch.document -> 'review' ->> 'released_to_managers')::boolean
               AND NOT gardefou.is_held(c.id)) $$;
