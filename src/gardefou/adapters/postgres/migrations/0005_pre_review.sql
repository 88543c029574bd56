-- The review of calls by people: what advisers say, what named persons decide, whose sound was served, and rights.

CREATE TABLE gardefou.recording_refusals (
    person_id uuid PRIMARY KEY REFERENCES gardefou.people ON DELETE CASCADE,
    since timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE gardefou.absences (
    person_id uuid NOT NULL REFERENCES gardefou.people ON DELETE CASCADE,
    first_day date NOT NULL,
    last_day date NOT NULL CHECK (last_day >= first_day),
    PRIMARY KEY (person_id, first_day)
);

-- Every way a review may go; a test compares it with the table of the program.
CREATE TABLE gardefou.review_transitions (before text NOT NULL, after text NOT NULL, PRIMARY KEY (before, after));
INSERT INTO gardefou.review_transitions VALUES
    ('offered', 'queued'), ('offered', 'unreviewed'), ('queued', 'in_review'), ('queued', 'lapsed'),
    ('in_review', 'queued'), ('in_review', 'contested'), ('in_review', 'decided'), ('in_review', 'lapsed'),
    ('decided', 'contested'), ('decided', 'final'), ('contested', 'in_second_review'), ('contested', 'final'),
    ('in_second_review', 'contested'), ('in_second_review', 'final');

CREATE TABLE gardefou.reviews (
    call_id uuid PRIMARY KEY REFERENCES gardefou.calls ON DELETE CASCADE,
    evaluation_id uuid NOT NULL REFERENCES gardefou.evaluations ON DELETE CASCADE,
    state text NOT NULL DEFAULT 'offered' CHECK (state IN ('offered', 'queued', 'in_review', 'decided', 'contested',
        'in_second_review', 'final', 'unreviewed', 'lapsed')),
    offered_on date NOT NULL,
    closes_on date NOT NULL,
    causes text[] NOT NULL DEFAULT '{}' CHECK (causes <@ ARRAY['contest', 'critical', 'sample']),
    contested text[] NOT NULL DEFAULT '{}',
    opened_at timestamptz,
    answered_at timestamptz,
    due_on date,
    reviewer_id uuid REFERENCES gardefou.people,
    taken_at timestamptz,
    decided_at timestamptz,
    reply_closes_on date,
    second_reviewer_id uuid REFERENCES gardefou.people,
    second_taken_at timestamptz,
    second_decided_at timestamptz,
    ended_at timestamptz,
    CHECK (second_reviewer_id IS NULL OR second_reviewer_id <> reviewer_id),
    CHECK (state <> 'final' OR (answered_at IS NOT NULL AND decided_at IS NOT NULL AND reviewer_id IS NOT NULL))
);
CREATE INDEX reviews_open ON gardefou.reviews (closes_on) WHERE state IN ('offered', 'decided');
CREATE INDEX reviews_waiting ON gardefou.reviews (due_on)
    WHERE state IN ('queued', 'in_review', 'contested', 'in_second_review');
CREATE INDEX reviews_by_reviewer ON gardefou.reviews (reviewer_id) WHERE reviewer_id IS NOT NULL;
CREATE INDEX reviews_by_second_reviewer ON gardefou.reviews (second_reviewer_id) WHERE second_reviewer_id IS NOT NULL;
CREATE INDEX reviews_by_evaluation ON gardefou.reviews (evaluation_id);

CREATE FUNCTION gardefou.review_goes_its_way() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM gardefou.review_transitions WHERE before = OLD.state AND after = NEW.state) THEN
        RAISE EXCEPTION 'a review does not go from % to %', OLD.state, NEW.state USING ERRCODE = 'GF005';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER reviews_go_their_way BEFORE UPDATE OF state ON gardefou.reviews
    FOR EACH ROW WHEN (OLD.state IS DISTINCT FROM NEW.state) EXECUTE FUNCTION gardefou.review_goes_its_way();

CREATE TABLE gardefou.self_evaluations (
    call_id uuid PRIMARY KEY REFERENCES gardefou.reviews ON DELETE CASCADE,
    content bytea NOT NULL,
    made_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE gardefou.statements (
    id uuid PRIMARY KEY DEFAULT uuidv7(),
    call_id uuid NOT NULL REFERENCES gardefou.reviews ON DELETE CASCADE,
    kind text NOT NULL CHECK (kind IN ('comment', 'contest')),
    round integer NOT NULL CHECK (round IN (1, 2)),
    criterion text NOT NULL,
    wanted text CHECK (wanted IN ('met', 'not_met', 'not_applicable', 'cannot_tell')),
    content bytea NOT NULL,
    made_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    CHECK ((kind = 'contest') = (wanted IS NOT NULL))
);
CREATE INDEX statements_by_call ON gardefou.statements (call_id);

CREATE TABLE gardefou.decisions (
    call_id uuid NOT NULL REFERENCES gardefou.reviews ON DELETE CASCADE,
    criterion text NOT NULL,
    round integer NOT NULL CHECK (round IN (1, 2)),
    person_id uuid NOT NULL REFERENCES gardefou.people,
    before text NOT NULL,
    after text NOT NULL,
    content bytea NOT NULL,
    made_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (call_id, criterion, round)
);

CREATE TABLE gardefou.voids (
    call_id uuid NOT NULL REFERENCES gardefou.reviews ON DELETE CASCADE,
    criterion text NOT NULL,
    made_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (call_id, criterion)
);

-- Whose sound was sent to whom, to its end.
CREATE TABLE gardefou.servings (
    call_id uuid NOT NULL REFERENCES gardefou.reviews ON DELETE CASCADE,
    person_id uuid NOT NULL REFERENCES gardefou.people,
    start_ms integer NOT NULL,
    end_ms integer NOT NULL,
    at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (call_id, person_id, start_ms, end_ms)
);

CREATE TABLE gardefou.recusals (
    call_id uuid NOT NULL REFERENCES gardefou.reviews ON DELETE CASCADE,
    person_id uuid NOT NULL REFERENCES gardefou.people,
    at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (call_id, person_id)
);

-- Originals stay as they were written.
DO $$
DECLARE name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['verdicts', 'evaluations', 'self_evaluations', 'statements', 'decisions', 'voids'] LOOP
        EXECUTE format('CREATE TRIGGER originals_stay BEFORE UPDATE ON gardefou.%I
            FOR EACH ROW EXECUTE FUNCTION gardefou.refuse_change()', name);
    END LOOP;
END $$;

-- A person leads an adviser who manages the adviser's team, or the whole site where the manager has no team.
CREATE FUNCTION gardefou.leads(_person uuid, _adviser uuid, _team text) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
    $$ SELECT EXISTS (SELECT 1 FROM gardefou.people m JOIN gardefou.people a ON a.id = _adviser
       WHERE m.id = _person AND 'manager' = ANY (m.roles) AND m.site_id = a.site_id
         AND (m.team IS NULL OR m.team IN (a.team, _team))) $$;

CREATE FUNCTION gardefou.has_role(_role text) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
    $$ SELECT EXISTS (SELECT 1 FROM gardefou.people WHERE id = gardefou.person() AND _role = ANY (roles)) $$;

CREATE FUNCTION gardefou.own_site() RETURNS uuid
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
    $$ SELECT site_id FROM gardefou.people WHERE id = gardefou.person() $$;

-- Calls that a person may read though they are another's: those they review or reviewed, and, to the line manager, those
-- that are final where the charter releases them.
CREATE FUNCTION gardefou.readable_calls() RETURNS SETOF uuid
    LANGUAGE sql STABLE SECURITY DEFINER ROWS 50 SET search_path = pg_catalog, pg_temp AS
    $$ SELECT call_id FROM gardefou.reviews WHERE reviewer_id = gardefou.person()
       UNION ALL
       SELECT call_id FROM gardefou.reviews WHERE second_reviewer_id = gardefou.person()
       UNION ALL
       SELECT c.id FROM gardefou.people m
           JOIN gardefou.people a ON a.site_id = m.site_id AND (m.team IS NULL OR a.team = m.team)
           JOIN gardefou.calls c ON c.adviser_id = a.id
           JOIN gardefou.reviews r ON r.call_id = c.id AND r.state = 'final'
           JOIN gardefou.sites s ON s.id = c.site_id JOIN gardefou.charters ch ON ch.digest = s.charter_digest
       WHERE m.id = gardefou.person() AND 'manager' = ANY (m.roles)
           AND (ch.document -> 'review' ->> 'released_to_managers')::boolean $$;

DROP POLICY web_own ON gardefou.calls;
CREATE POLICY web_own ON gardefou.calls FOR SELECT TO gardefou_web
    USING (adviser_id = (SELECT gardefou.person()) OR id IN (SELECT gardefou.readable_calls()));

-- The gate's view, now with the review and what whoever asks has to do with it.
DROP FUNCTION gardefou.site_for_gate(text, text, text);
CREATE FUNCTION gardefou.site_for_gate(_code text, _person text, _sender text)
    RETURNS TABLE (site_id uuid, code text, zone text, state text, charter_digest text, is_own boolean)
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM pg_advisory_xact_lock_shared(1734439524, 1);
    PERFORM set_config('gardefou.person', _person, true), set_config('gardefou.sender', _sender, true);
    RETURN QUERY SELECT s.id, s.code, s.zone, s.state, s.charter_digest, s.id IS NOT DISTINCT FROM gardefou.own_site()
        FROM gardefou.sites s WHERE s.code = _code FOR SHARE;
END $$;

CREATE FUNCTION gardefou.person_for_gate(_about uuid, _person text, _sender text)
    RETURNS TABLE (site_id uuid, code text, zone text, state text, charter_digest text, is_own boolean)
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM pg_advisory_xact_lock_shared(1734439524, 1);
    PERFORM set_config('gardefou.person', _person, true), set_config('gardefou.sender', _sender, true);
    RETURN QUERY SELECT s.id, s.code, s.zone, s.state, s.charter_digest, s.id IS NOT DISTINCT FROM gardefou.own_site()
        FROM gardefou.people p JOIN gardefou.sites s ON s.id = p.site_id WHERE p.id = _about FOR SHARE OF s;
END $$;

DROP FUNCTION gardefou.call_for_gate(uuid, text, text);
CREATE FUNCTION gardefou.call_for_gate(_call uuid, _person text, _sender text)
    RETURNS TABLE (site_id uuid, code text, zone text, state text, charter_digest text, is_own boolean,
        started_at timestamptz, simulated boolean, status text, adviser_id uuid, recording_expires_at timestamptz,
        analyses_expire_at timestamptz, review_state text, is_reviewer boolean, is_second_reviewer boolean,
        stood_aside boolean, leads boolean)
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM pg_advisory_xact_lock_shared(1734439524, 1);
    PERFORM set_config('gardefou.person', _person, true), set_config('gardefou.sender', _sender, true);
    RETURN QUERY SELECT s.id, s.code, s.zone, s.state, s.charter_digest, s.id IS NOT DISTINCT FROM gardefou.own_site(),
            c.started_at, c.simulated, c.status,
            CASE WHEN session_user <> 'gardefou_web' OR c.adviser_id = gardefou.person() THEN c.adviser_id END,
            c.recording_expires_at, c.analyses_expire_at, r.state,
            coalesce(r.reviewer_id = gardefou.person(), false), coalesce(r.second_reviewer_id = gardefou.person(), false),
            EXISTS (SELECT 1 FROM gardefou.recusals x WHERE x.call_id = c.id AND x.person_id = gardefou.person()),
            gardefou.leads(gardefou.person(), c.adviser_id, c.team)
        FROM gardefou.calls c JOIN gardefou.sites s ON s.id = c.site_id LEFT JOIN gardefou.reviews r ON r.call_id = c.id
        WHERE c.id = _call FOR SHARE OF s;
END $$;

-- Whether an adviser refuses to be recorded; the reception asks, and nobody else is told.
CREATE FUNCTION gardefou.refuses_recording(_adviser uuid) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
    $$ SELECT EXISTS (SELECT 1 FROM gardefou.recording_refusals r JOIN gardefou.people p ON p.id = r.person_id
       WHERE r.person_id = _adviser AND (gardefou.concerns_caller(p.site_id) OR p.id = gardefou.person())) $$;

-- A reviewer takes what waits; of two at once one does. Eligibility stands here once more, for raw SQL.
CREATE FUNCTION gardefou.take_review(_call uuid) RETURNS text
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE taken text;
BEGIN
    IF NOT gardefou.has_role('quality_analyst') OR EXISTS (
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

CREATE FUNCTION gardefou.hand_review_back(_call uuid) RETURNS text
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE given text;
BEGIN
    UPDATE gardefou.reviews SET
        state = CASE state WHEN 'in_review' THEN 'queued' ELSE 'contested' END,
        reviewer_id = CASE state WHEN 'in_review' THEN NULL ELSE reviewer_id END,
        taken_at = CASE state WHEN 'in_review' THEN NULL ELSE taken_at END,
        second_reviewer_id = NULL, second_taken_at = NULL
    WHERE call_id = _call AND ((state = 'in_review' AND reviewer_id = gardefou.person())
        OR (state = 'in_second_review' AND second_reviewer_id = gardefou.person()))
    RETURNING state INTO given;
    IF given IS NOT NULL THEN
        INSERT INTO gardefou.recusals (call_id, person_id) VALUES (_call, gardefou.person()) ON CONFLICT DO NOTHING;
    END IF;
    RETURN given;
END $$;

-- What waits for reviewers at the site of whoever asks, without any name: nothing that is theirs, of their team, or that they
-- had a part in before. Hidden counts what is kept from them.
CREATE FUNCTION gardefou.review_queue()
    RETURNS TABLE (call_id uuid, started_at timestamptz, sound_ms integer, reason text, state text, causes text[],
        closes_on date, due_on date, is_mine boolean, is_hidden boolean, statements bigint, contests bigint,
        has_self_evaluation boolean, opened boolean)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT q.id, q.started_at, q.sound_ms, q.reason, q.state, q.causes, q.closes_on, q.due_on, q.is_mine, q.is_hidden,
        (SELECT count(*) FROM gardefou.statements t WHERE t.call_id = q.id),
        (SELECT count(DISTINCT t.criterion) FROM gardefou.statements t WHERE t.call_id = q.id AND t.kind = 'contest'),
        EXISTS (SELECT 1 FROM gardefou.self_evaluations e WHERE e.call_id = q.id),
        q.opened_at IS NOT NULL
    FROM (
        SELECT c.id, c.started_at, c.sound_ms, c.reason, r.*,
            (r.state = 'in_review' AND r.reviewer_id = gardefou.person())
                OR (r.state = 'in_second_review' AND r.second_reviewer_id = gardefou.person()) AS is_mine,
            c.adviser_id = gardefou.person() OR gardefou.leads(gardefou.person(), c.adviser_id, c.team)
                OR (r.state IN ('contested', 'in_second_review') AND r.reviewer_id = gardefou.person())
                OR EXISTS (SELECT 1 FROM gardefou.recusals x WHERE x.call_id = c.id AND x.person_id = gardefou.person())
                AS is_hidden
        FROM gardefou.reviews r JOIN gardefou.calls c ON c.id = r.call_id
        WHERE gardefou.has_role('quality_analyst') AND c.site_id = gardefou.own_site()
            AND r.state IN ('queued', 'contested', 'in_review', 'in_second_review')) q
    WHERE q.is_mine OR q.state IN ('queued', 'contested') $$;

-- The adviser's absences, for the adviser, for whoever reviews the call, and for the worker: a window stops meanwhile.
CREATE FUNCTION gardefou.absences_for_review(_call uuid) RETURNS TABLE (first_day date, last_day date)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
    $$ SELECT a.first_day, a.last_day FROM gardefou.calls c JOIN gardefou.absences a ON a.person_id = c.adviser_id
       WHERE c.id = _call AND (session_user <> 'gardefou_web' OR c.adviser_id = gardefou.person()
           OR c.id IN (SELECT gardefou.readable_calls())) $$;

-- The other calls of the adviser and month of a call, and whether they are in the sample.
CREATE FUNCTION gardefou.month_of_call(_call uuid) RETURNS TABLE (id uuid, is_sampled boolean)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
    $$ SELECT o.id, 'sample' = ANY (r.causes)
       FROM gardefou.calls c JOIN gardefou.sites s ON s.id = c.site_id
           JOIN gardefou.calls o ON o.adviser_id = c.adviser_id AND o.id <> c.id
               AND date_trunc('month', o.started_at AT TIME ZONE s.zone) = date_trunc('month', c.started_at AT TIME ZONE s.zone)
           JOIN gardefou.reviews r ON r.call_id = o.id
       WHERE c.id = _call AND (session_user <> 'gardefou_web' OR c.adviser_id = gardefou.person()) $$;

-- An adviser erases a call of their own; what was made of it goes with it.
CREATE FUNCTION gardefou.forget_own_call(_call uuid) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    DELETE FROM gardefou.calls WHERE id = _call AND adviser_id = gardefou.person();
    RETURN FOUND;
END $$;

-- Who decided, for the adviser of the call and its reviewers; the adviser's name for a reviewer once the file is handed in.
CREATE FUNCTION gardefou.people_of_review(_call uuid)
    RETURNS TABLE (part text, person_id uuid, name text)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    WITH given AS (
        SELECT r.*, c.adviser_id, c.adviser_id = gardefou.person() AS own,
            r.state = 'in_second_review' AND r.second_reviewer_id = gardefou.person() AS blind,
            c.id IN (SELECT gardefou.readable_calls()) AS readable
        FROM gardefou.reviews r JOIN gardefou.calls c ON c.id = r.call_id WHERE c.id = _call)
    SELECT 'reviewer', p.id, p.name FROM given g JOIN gardefou.people p ON p.id = g.reviewer_id
        WHERE (g.own AND g.decided_at IS NOT NULL) OR (g.readable AND NOT g.blind)
    UNION ALL
    SELECT 'second_reviewer', p.id, p.name FROM given g JOIN gardefou.people p ON p.id = g.second_reviewer_id
        WHERE (g.own OR g.readable) AND g.second_decided_at IS NOT NULL
    UNION ALL
    SELECT 'adviser', p.id, p.name FROM given g JOIN gardefou.people p ON p.id = g.adviser_id
        WHERE g.own OR (g.readable AND g.state IN ('final', 'lapsed')) $$;

-- Who read or did what with calls of whoever asks, and with themselves; programs too, never content.
CREATE FUNCTION gardefou.log_of_own_file(_most integer)
    RETURNS TABLE (at timestamptz, actor_kind text, actor text, roles text[], is_self boolean, verb text, call_id uuid,
        started_at timestamptz, reason text, refused_by text)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT a.at, a.actor_kind, coalesce(p.name, a.actor), p.roles, p.id IS NOT DISTINCT FROM gardefou.person(), a.verb,
        a.call_id, c.started_at, c.reason, a.refused_by
    FROM gardefou.calls c JOIN gardefou.audit a ON a.call_id = c.id
        LEFT JOIN gardefou.people p ON a.actor_kind = 'person' AND p.id::text = a.actor
    WHERE c.adviser_id = gardefou.person()
    ORDER BY a.id DESC LIMIT least(_most, 1000) $$;

-- How many calls of whoever asks arrived and were drawn, by ISO week; of undrawn ones only hashes are here.
CREATE FUNCTION gardefou.draws_of(_pseudonym bytea) RETURNS TABLE (day date, arrived bigint, drawn bigint)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
    $$ SELECT d.day, count(*), count(*) FILTER (WHERE d.drawn) FROM gardefou.draws d
       WHERE d.pseudonym = _pseudonym AND d.site_id = gardefou.own_site() GROUP BY d.day $$;
CREATE INDEX draws_by_pseudonym ON gardefou.draws (pseudonym);

-- Draft and decided verdicts side by side, of calls whose review by people is over or past its first decision, at the
-- site of whoever asks: nobody is named.
CREATE FUNCTION gardefou.agreement_pairs()
    RETURNS TABLE (scorecard_digest text, criterion text, draft text, decided text, pairs bigint)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT e.scorecard_digest, d.criterion, v.verdict, d.after, count(*)
    FROM gardefou.reviews r JOIN gardefou.calls c ON c.id = r.call_id
        JOIN gardefou.evaluations e ON e.id = r.evaluation_id
        JOIN LATERAL (SELECT DISTINCT ON (x.criterion) x.criterion, x.after FROM gardefou.decisions x
            WHERE x.call_id = r.call_id ORDER BY x.criterion, x.round DESC) d ON true
        JOIN gardefou.verdicts v ON v.evaluation_id = r.evaluation_id AND v.criterion = d.criterion
    WHERE c.site_id = gardefou.own_site() AND r.state = 'final'
        AND (gardefou.has_role('quality_analyst') OR gardefou.has_role('representative')
            OR gardefou.has_role('data_protection_officer'))
        AND NOT EXISTS (SELECT 1 FROM gardefou.voids z WHERE z.call_id = r.call_id AND z.criterion = d.criterion)
    GROUP BY 1, 2, 3, 4 $$;

-- The group that a manager's figures are about: the team where it and the rest of the site each have enough advisers with
-- calls, else the site, else nobody. Of the two only one is ever shown, so that no difference isolates fewer.
CREATE FUNCTION gardefou.group_of_manager(_since timestamptz)
    RETURNS TABLE (level text, advisers bigint, smallest integer)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    WITH me AS (SELECT p.site_id, p.team, greatest(10, coalesce((ch.document -> 'review' ->> 'smallest_group')::integer, 10)) AS k
            FROM gardefou.people p JOIN gardefou.sites s ON s.id = p.site_id JOIN gardefou.charters ch ON ch.digest = s.charter_digest
            WHERE p.id = gardefou.person() AND 'manager' = ANY (p.roles)),
        counted AS (SELECT count(DISTINCT c.adviser_id) FILTER (WHERE a.team = me.team) AS team,
                count(DISTINCT c.adviser_id) FILTER (WHERE a.team IS DISTINCT FROM me.team) AS rest,
                count(DISTINCT c.adviser_id) AS site
            FROM me JOIN gardefou.calls c ON c.site_id = me.site_id AND c.started_at >= _since AND c.status = 'offered'
                JOIN gardefou.people a ON a.id = c.adviser_id)
    SELECT CASE WHEN n.team >= me.k AND (n.rest = 0 OR n.rest >= me.k) THEN 'team' WHEN n.site >= me.k THEN 'site' ELSE 'none' END,
        CASE WHEN n.team >= me.k AND (n.rest = 0 OR n.rest >= me.k) THEN n.team WHEN n.site >= me.k THEN n.site END, me.k
    FROM me, counted n $$;

CREATE FUNCTION gardefou.figures_of_manager(_since timestamptz)
    RETURNS TABLE (scorecard_digest text, criterion text, reviewed boolean, verdict text, calls bigint, advisers bigint)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    WITH shown AS (SELECT g.level, g.smallest, p.site_id, p.team FROM gardefou.group_of_manager(_since) g, gardefou.people p
            WHERE p.id = gardefou.person() AND g.level <> 'none'),
        verdicts AS (
            SELECT e.scorecard_digest, v.criterion, r.state = 'final' AS reviewed,
                coalesce((SELECT x.after FROM gardefou.decisions x WHERE x.call_id = r.call_id AND x.criterion = v.criterion
                    AND r.state = 'final' ORDER BY x.round DESC LIMIT 1), v.verdict) AS verdict, c.adviser_id, shown.smallest
            FROM shown JOIN gardefou.calls c ON c.site_id = shown.site_id AND c.started_at >= _since
                JOIN gardefou.people a ON a.id = c.adviser_id AND (shown.level = 'site' OR a.team = shown.team)
                JOIN gardefou.reviews r ON r.call_id = c.id AND r.state <> 'lapsed'
                JOIN gardefou.evaluations e ON e.id = r.evaluation_id
                JOIN gardefou.verdicts v ON v.evaluation_id = e.id
            WHERE NOT EXISTS (SELECT 1 FROM gardefou.voids z WHERE z.call_id = c.id AND z.criterion = v.criterion)),
        enough AS (SELECT scorecard_digest, criterion, reviewed, count(DISTINCT adviser_id) AS advisers FROM verdicts
            GROUP BY 1, 2, 3, smallest HAVING count(DISTINCT adviser_id) >= smallest)
    SELECT v.scorecard_digest, v.criterion, v.reviewed, v.verdict, count(*), e.advisers
    FROM verdicts v JOIN enough e USING (scorecard_digest, criterion, reviewed) GROUP BY 1, 2, 3, 4, 6 $$;

-- How many things wait for whoever asks, for the marks in their navigation; of numbers only.
CREATE FUNCTION gardefou.tasks() RETURNS TABLE (waiting bigint, reviews bigint)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT (SELECT count(*) FROM gardefou.calls c JOIN gardefou.reviews r ON r.call_id = c.id
            WHERE c.adviser_id = gardefou.person() AND r.state IN ('offered', 'decided')),
        (SELECT count(*) FROM gardefou.review_queue() q WHERE NOT q.is_hidden) $$;

DO $$
DECLARE name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['recording_refusals', 'absences', 'review_transitions', 'reviews', 'self_evaluations',
        'statements', 'decisions', 'voids', 'servings', 'recusals'] LOOP
        EXECUTE format('ALTER TABLE gardefou.%I ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('ALTER TABLE gardefou.%I FORCE ROW LEVEL SECURITY', name);
        EXECUTE format('CREATE POLICY owner_all ON gardefou.%I TO gardefou_owner USING (true) WITH CHECK (true)', name);
    END LOOP;
    FOREACH name IN ARRAY ARRAY['reviews', 'self_evaluations', 'statements', 'decisions', 'voids', 'servings'] LOOP
        EXECUTE format('CREATE POLICY worker_all ON gardefou.%I TO gardefou_worker USING (true) WITH CHECK (true)', name);
    END LOOP;
    FOREACH name IN ARRAY ARRAY['reviews', 'self_evaluations', 'statements', 'voids'] LOOP
        EXECUTE format($p$CREATE POLICY web_reads ON gardefou.%I FOR SELECT TO gardefou_web
            USING (call_id IN (SELECT id FROM gardefou.calls))$p$, name);
    END LOOP;
END $$;
CREATE POLICY read_all ON gardefou.review_transitions FOR SELECT TO gardefou_web, gardefou_worker USING (true);
CREATE POLICY worker_reads ON gardefou.absences FOR SELECT TO gardefou_worker USING (true);
CREATE POLICY web_own ON gardefou.absences FOR SELECT TO gardefou_web USING (person_id = (SELECT gardefou.person()));
CREATE POLICY web_own ON gardefou.recording_refusals TO gardefou_web
    USING (person_id = (SELECT gardefou.person())) WITH CHECK (person_id = (SELECT gardefou.person()));

-- The adviser answers while a window is open, and opens the draft; a reviewer decides what is under way.
CREATE POLICY adviser_answers ON gardefou.reviews FOR UPDATE TO gardefou_web
    USING (state IN ('offered', 'decided') AND call_id IN (SELECT id FROM gardefou.calls WHERE adviser_id = (SELECT gardefou.person())))
    WITH CHECK (true);
CREATE POLICY reviewer_decides ON gardefou.reviews FOR UPDATE TO gardefou_web
    USING ((state = 'in_review' AND reviewer_id = (SELECT gardefou.person()))
        OR (state = 'in_second_review' AND second_reviewer_id = (SELECT gardefou.person())))
    WITH CHECK (true);
CREATE POLICY adviser_evaluates ON gardefou.self_evaluations FOR INSERT TO gardefou_web
    WITH CHECK (call_id IN (SELECT r.call_id FROM gardefou.reviews r JOIN gardefou.calls c ON c.id = r.call_id
        WHERE r.state = 'offered' AND r.opened_at IS NULL AND c.adviser_id = (SELECT gardefou.person())));
CREATE POLICY adviser_states ON gardefou.statements FOR INSERT TO gardefou_web
    WITH CHECK (call_id IN (SELECT r.call_id FROM gardefou.reviews r JOIN gardefou.calls c ON c.id = r.call_id
        WHERE r.state IN ('offered', 'decided') AND c.adviser_id = (SELECT gardefou.person())));
-- The second reviewer is blind to the first decision until their own is written.
CREATE POLICY web_reads ON gardefou.decisions FOR SELECT TO gardefou_web
    USING (call_id IN (SELECT r.call_id FROM gardefou.reviews r
        WHERE round = 2 OR NOT (r.state = 'in_second_review' AND r.second_reviewer_id = (SELECT gardefou.person()))));
CREATE POLICY reviewer_decides ON gardefou.decisions FOR INSERT TO gardefou_web
    WITH CHECK (person_id = (SELECT gardefou.person()) AND call_id IN (SELECT r.call_id FROM gardefou.reviews r
        WHERE (round = 1 AND r.state = 'in_review' AND r.reviewer_id = (SELECT gardefou.person()))
            OR (round = 2 AND r.state = 'in_second_review' AND r.second_reviewer_id = (SELECT gardefou.person()))));
CREATE POLICY reviewer_hears ON gardefou.servings TO gardefou_web
    USING (person_id = (SELECT gardefou.person()))
    WITH CHECK (person_id = (SELECT gardefou.person()) AND call_id IN (SELECT gardefou.readable_calls()));

GRANT SELECT ON gardefou.review_transitions TO gardefou_web, gardefou_worker;
GRANT SELECT ON gardefou.reviews, gardefou.self_evaluations, gardefou.statements, gardefou.decisions, gardefou.voids,
    gardefou.absences TO gardefou_web, gardefou_worker;
GRANT INSERT ON gardefou.reviews, gardefou.voids TO gardefou_worker;
GRANT UPDATE ON gardefou.reviews TO gardefou_worker;
GRANT UPDATE (state, opened_at, answered_at, causes, contested, due_on, decided_at, reply_closes_on, second_decided_at, ended_at)
    ON gardefou.reviews TO gardefou_web;
GRANT INSERT ON gardefou.self_evaluations, gardefou.statements, gardefou.decisions TO gardefou_web;
GRANT SELECT, INSERT ON gardefou.servings TO gardefou_web;
GRANT SELECT, INSERT, DELETE ON gardefou.recording_refusals TO gardefou_web;

REVOKE EXECUTE ON FUNCTION gardefou.review_goes_its_way, gardefou.leads, gardefou.has_role, gardefou.own_site,
    gardefou.readable_calls, gardefou.site_for_gate, gardefou.person_for_gate, gardefou.call_for_gate,
    gardefou.refuses_recording, gardefou.take_review, gardefou.hand_review_back, gardefou.review_queue,
    gardefou.people_of_review, gardefou.log_of_own_file, gardefou.draws_of, gardefou.agreement_pairs,
    gardefou.group_of_manager, gardefou.figures_of_manager, gardefou.absences_for_review, gardefou.month_of_call,
    gardefou.forget_own_call, gardefou.tasks FROM PUBLIC;
GRANT EXECUTE ON FUNCTION gardefou.site_for_gate, gardefou.person_for_gate, gardefou.call_for_gate,
    gardefou.refuses_recording, gardefou.absences_for_review, gardefou.month_of_call TO gardefou_web, gardefou_worker;
GRANT EXECUTE ON FUNCTION gardefou.has_role, gardefou.own_site, gardefou.readable_calls, gardefou.take_review,
    gardefou.hand_review_back, gardefou.review_queue, gardefou.people_of_review, gardefou.log_of_own_file,
    gardefou.draws_of, gardefou.agreement_pairs, gardefou.group_of_manager, gardefou.figures_of_manager,
    gardefou.forget_own_call, gardefou.tasks TO gardefou_web;

-- Calls that were offered before there were reviews.
INSERT INTO gardefou.reviews (call_id, evaluation_id, offered_on, closes_on)
SELECT DISTINCT ON (c.id) c.id, e.id, current_date, current_date + 14
FROM gardefou.calls c JOIN gardefou.evaluations e ON e.call_id = c.id WHERE c.status = 'offered'
ORDER BY c.id, e.made_at DESC;
