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
    CHECK ((reviewer_id IS NULL) OR state NOT IN ('offered', 'queued', 'unreviewed')),
    CHECK ((reviewer_id IS NOT NULL) OR state NOT IN ('in_review', 'decided', 'contested', 'in_second_review')),
    CHECK ((second_reviewer_id IS NOT NULL) = (state = 'in_second_review') OR state = 'final'),
    CHECK (state <> 'final' OR (answered_at IS NOT NULL AND decided_at IS NOT NULL AND reviewer_id IS NOT NULL))
);
CREATE INDEX reviews_open ON gardefou.reviews (closes_on) WHERE state IN ('offered', 'decided');
CREATE INDEX reviews_waiting ON gardefou.reviews (due_on)
    WHERE state IN ('queued', 'in_review', 'contested', 'in_second_review');
CREATE INDEX reviews_by_reviewer ON gardefou.reviews (reviewer_id) WHERE reviewer_id IS NOT NULL;
CREATE INDEX reviews_by_second_reviewer ON gardefou.reviews (second_reviewer_id) WHERE second_reviewer_id IS NOT NULL;
CREATE INDEX reviews_by_evaluation ON gardefou.reviews (evaluation_id);

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
CREATE INDEX decisions_on_contests ON gardefou.decisions (call_id, criterion) INCLUDE (after) WHERE round = 2;

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

-- A review goes the ways of the table, and no way past what has to be written first: a decision on every verdict, one on
-- everything that is contested or that it is void. Web itself, which acts for an adviser or a reviewer, changes only what
-- is theirs to say in that state: taking and handing back are functions, and what comes by a date is the sweep's.
CREATE FUNCTION gardefou.review_goes_its_way() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NEW.state <> OLD.state AND NOT EXISTS (
        SELECT 1 FROM gardefou.review_transitions WHERE before = OLD.state AND after = NEW.state) THEN
        RAISE EXCEPTION 'a review does not go from % to %', OLD.state, NEW.state USING ERRCODE = 'GF005';
    END IF;
    IF OLD.state = 'in_review' AND NEW.state IN ('decided', 'contested') AND EXISTS (
        SELECT 1 FROM gardefou.verdicts v WHERE v.evaluation_id = NEW.evaluation_id AND NOT EXISTS (
            SELECT 1 FROM gardefou.decisions d WHERE d.call_id = NEW.call_id AND d.criterion = v.criterion AND d.round = 1)) THEN
        RAISE EXCEPTION 'a verdict has no decision yet' USING ERRCODE = 'GF005';
    END IF;
    IF NEW.state = 'final' AND OLD.state IN ('contested', 'in_second_review') AND EXISTS (
        SELECT 1 FROM unnest(NEW.contested) AS c (criterion) WHERE NOT EXISTS (
            SELECT 1 FROM gardefou.decisions d WHERE d.call_id = NEW.call_id AND d.criterion = c.criterion AND d.round = 2)
            AND NOT EXISTS (SELECT 1 FROM gardefou.voids z WHERE z.call_id = NEW.call_id AND z.criterion = c.criterion)) THEN
        RAISE EXCEPTION 'what is contested has no answer yet' USING ERRCODE = 'GF005';
    END IF;
    IF current_user = 'gardefou_web' AND (CASE WHEN OLD.state IN ('offered', 'decided') THEN
            (NEW.decided_at, NEW.reply_closes_on, NEW.second_decided_at)
                IS DISTINCT FROM (OLD.decided_at, OLD.reply_closes_on, OLD.second_decided_at)
        ELSE NEW.state IN ('queued', 'lapsed') OR (OLD.state = 'in_second_review' AND NEW.state = 'contested')
            OR (NEW.opened_at, NEW.answered_at, NEW.causes, NEW.due_on)
                IS DISTINCT FROM (OLD.opened_at, OLD.answered_at, OLD.causes, OLD.due_on)
            OR (OLD.state = 'in_second_review' AND NEW.contested <> OLD.contested) END) THEN
        RAISE EXCEPTION 'this is not for whoever asks to change' USING ERRCODE = 'GF005';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER reviews_go_their_way BEFORE UPDATE ON gardefou.reviews
    FOR EACH ROW EXECUTE FUNCTION gardefou.review_goes_its_way();

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
           AND (decided_at IS NOT NULL OR state = 'in_review')
       UNION ALL
       SELECT call_id FROM gardefou.reviews WHERE second_reviewer_id = gardefou.person()
           AND (second_decided_at IS NOT NULL OR state = 'in_second_review')
       UNION ALL
       SELECT c.id FROM gardefou.people m
           JOIN gardefou.people a ON a.site_id = m.site_id AND (m.team IS NULL OR a.team = m.team)
           JOIN gardefou.calls c ON c.adviser_id = a.id
           JOIN gardefou.reviews r ON r.call_id = c.id AND r.state = 'final'
           JOIN gardefou.sites s ON s.id = c.site_id JOIN gardefou.charters ch ON ch.digest = s.charter_digest
       WHERE m.id = gardefou.person() AND 'manager' = ANY (m.roles)
           AND (ch.document -> 'review' ->> 'released_to_managers')::boolean $$;

-- The same of one call: what is read is one call most of the time, and who leads a site may read thousands.
CREATE FUNCTION gardefou.may_read(_call uuid) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER COST 5000 SET search_path = pg_catalog, pg_temp AS
    $$ SELECT EXISTS (SELECT 1 FROM gardefou.reviews
           WHERE call_id = _call AND ((reviewer_id = gardefou.person() AND (decided_at IS NOT NULL OR state = 'in_review'))
               OR (second_reviewer_id = gardefou.person() AND (second_decided_at IS NOT NULL OR state = 'in_second_review'))))
       OR EXISTS (SELECT 1 FROM gardefou.reviews r JOIN gardefou.calls c ON c.id = r.call_id
           JOIN gardefou.people a ON a.id = c.adviser_id
           JOIN gardefou.people m ON m.id = gardefou.person() AND 'manager' = ANY (m.roles)
               AND a.site_id = m.site_id AND (m.team IS NULL OR a.team = m.team)
           JOIN gardefou.sites s ON s.id = c.site_id JOIN gardefou.charters ch ON ch.digest = s.charter_digest
           WHERE r.call_id = _call AND r.state = 'final' AND (ch.document -> 'review' ->> 'released_to_managers')::boolean) $$;

DROP POLICY web_own ON gardefou.calls;
CREATE POLICY web_own ON gardefou.calls FOR SELECT TO gardefou_web
    USING (adviser_id = (SELECT gardefou.person()) OR gardefou.may_read(id));
DO $$
DECLARE name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['transcripts', 'redactions', 'measures', 'evaluations'] LOOP
        EXECUTE format('DROP POLICY web_own ON gardefou.%I', name);
        EXECUTE format($p$CREATE POLICY web_own ON gardefou.%1$I FOR SELECT TO gardefou_web
            USING (EXISTS (SELECT 1 FROM gardefou.calls c WHERE c.id = %1$I.call_id))$p$, name);
    END LOOP;
END $$;
DROP POLICY web_own ON gardefou.verdicts;
CREATE POLICY web_own ON gardefou.verdicts FOR SELECT TO gardefou_web
    USING (EXISTS (SELECT 1 FROM gardefou.evaluations e WHERE e.id = verdicts.evaluation_id));

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
            coalesce(r.reviewer_id = gardefou.person() AND (r.decided_at IS NOT NULL OR r.state = 'in_review'), false),
            coalesce(r.second_reviewer_id = gardefou.person()
                AND (r.second_decided_at IS NOT NULL OR r.state = 'in_second_review'), false),
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

-- What waits for reviewers at the site of whoever asks; hidden is what is theirs, of their team, or had a part of theirs before.
CREATE FUNCTION gardefou.waiting_reviews() RETURNS TABLE (call_id uuid, is_mine boolean, is_hidden boolean)
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
        WHERE me.id = gardefou.person() AND 'quality_analyst' = ANY (me.roles)) q $$;

-- The same with what a reviewer may know of each, without any name. What is hidden tells nothing of itself but that it waits.
CREATE FUNCTION gardefou.review_queue()
    RETURNS TABLE (call_id uuid, started_at timestamptz, sound_ms integer, reason text, state text, causes text[],
        closes_on date, due_on date, is_mine boolean, is_hidden boolean, statements bigint, contests bigint,
        has_self_evaluation boolean, opened boolean)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    WITH waiting AS MATERIALIZED (SELECT r.*, w.is_mine, w.is_hidden
        FROM gardefou.waiting_reviews() w JOIN gardefou.reviews r ON r.call_id = w.call_id)
    SELECT w.call_id, c.started_at, c.sound_ms, c.reason, w.state, w.causes, w.closes_on, w.due_on, w.is_mine, false,
        t.statements, t.contests, EXISTS (SELECT 1 FROM gardefou.self_evaluations e WHERE e.call_id = w.call_id),
        w.opened_at IS NOT NULL
    FROM waiting w JOIN gardefou.calls c ON c.id = w.call_id
        CROSS JOIN LATERAL (SELECT count(*) AS statements, count(DISTINCT s.criterion) FILTER (WHERE s.kind = 'contest') AS contests
            FROM gardefou.statements s WHERE s.call_id = w.call_id) t
    WHERE NOT w.is_hidden
    UNION ALL
    SELECT w.call_id, w.closes_on, 0, NULL, w.state, '{}', w.closes_on, w.due_on, w.is_mine, true, 0, 0, false, false
    FROM waiting w WHERE w.is_hidden $$;

-- The adviser's absences, for the adviser, for whoever is reviewing the call, and for the worker: a window stops meanwhile.
CREATE FUNCTION gardefou.absences_for_review(_call uuid) RETURNS TABLE (first_day date, last_day date)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
    $$ SELECT a.first_day, a.last_day FROM gardefou.calls c JOIN gardefou.absences a ON a.person_id = c.adviser_id
       WHERE c.id = _call AND (session_user <> 'gardefou_web' OR c.adviser_id = gardefou.person() OR EXISTS (
           SELECT 1 FROM gardefou.reviews r
           WHERE r.call_id = c.id AND r.state = 'in_review' AND r.reviewer_id = gardefou.person())) $$;

-- The other calls of the adviser and month of a call, and whether they are in the sample.
CREATE FUNCTION gardefou.month_of_call(_call uuid) RETURNS TABLE (id uuid, is_sampled boolean)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
    $$ SELECT o.id, 'sample' = ANY (r.causes)
       FROM gardefou.calls c JOIN gardefou.sites s ON s.id = c.site_id
           JOIN gardefou.calls o ON o.adviser_id = c.adviser_id AND o.id <> c.id
               AND date_trunc('month', o.started_at AT TIME ZONE s.zone) = date_trunc('month', c.started_at AT TIME ZONE s.zone)
           JOIN gardefou.reviews r ON r.call_id = o.id
       WHERE c.id = _call AND (session_user <> 'gardefou_web' OR c.adviser_id = gardefou.person()) $$;

-- What was erased does not come back when it is sent again: of its three names a hash is here, as of any call that was drawn.
CREATE TABLE gardefou.erasures (key_hash bytea PRIMARY KEY, at timestamptz NOT NULL DEFAULT now());

CREATE FUNCTION gardefou.with_length(_text text) RETURNS bytea LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS
    $$ SELECT int4send(octet_length(convert_to(_text, 'UTF8'))) || convert_to(_text, 'UTF8') $$;

CREATE OR REPLACE FUNCTION gardefou.draw_of(_key_hash bytea) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
    $$ SELECT drawn AND NOT EXISTS (SELECT 1 FROM gardefou.erasures e WHERE e.key_hash = _key_hash)
       FROM gardefou.draws WHERE key_hash = _key_hash AND gardefou.concerns_caller(site_id) $$;

-- An adviser erases a call of their own where the charter allows it; what was made of it goes with it.
CREATE FUNCTION gardefou.forget_own_call(_call uuid) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE gone bytea;
BEGIN
    DELETE FROM gardefou.calls c USING gardefou.sites s, gardefou.charters ch
        WHERE c.id = _call AND c.adviser_id = gardefou.person() AND s.id = c.site_id AND ch.digest = s.charter_digest
            AND (ch.document ->> 'erasure_by_adviser')::boolean
        RETURNING sha256(gardefou.with_length(s.code) || gardefou.with_length(c.source) || gardefou.with_length(c.external_id))
        INTO gone;
    IF gone IS NULL THEN
        RETURN false;
    END IF;
    INSERT INTO gardefou.erasures (key_hash) VALUES (gone) ON CONFLICT DO NOTHING;
    RETURN true;
END $$;

-- Who decided, for the adviser of the call and its reviewers; the adviser's name for a reviewer once the file is handed in.
CREATE FUNCTION gardefou.people_of_review(_call uuid)
    RETURNS TABLE (part text, person_id uuid, name text)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    WITH given AS (
        SELECT r.*, c.adviser_id, c.adviser_id = gardefou.person() AS own,
            r.state = 'in_second_review' AND r.second_reviewer_id = gardefou.person() AS blind,
            gardefou.may_read(c.id) AS readable
        FROM gardefou.reviews r JOIN gardefou.calls c ON c.id = r.call_id WHERE c.id = _call)
    SELECT 'reviewer', p.id, p.name FROM given g JOIN gardefou.people p ON p.id = g.reviewer_id
        WHERE (g.own AND g.decided_at IS NOT NULL) OR (g.readable AND NOT g.blind)
    UNION ALL
    SELECT 'second_reviewer', p.id, p.name FROM given g JOIN gardefou.people p ON p.id = g.second_reviewer_id
        WHERE (g.own OR g.readable) AND g.second_decided_at IS NOT NULL
    UNION ALL
    SELECT 'adviser', p.id, p.name FROM given g JOIN gardefou.people p ON p.id = g.adviser_id
        WHERE g.own OR (g.readable AND g.state = 'final') $$;

-- Who read or did what with calls of whoever asks; programs too, never content. What they read themselves is left out.
CREATE FUNCTION gardefou.log_of_own_file(_most integer)
    RETURNS TABLE (at timestamptz, actor_kind text, actor text, roles text[], is_self boolean, verb text, call_id uuid,
        started_at timestamptz, reason text, refused_by text)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT a.at, a.actor_kind, coalesce(p.name, a.actor), p.roles, p.id IS NOT DISTINCT FROM gardefou.person(), a.verb,
        a.call_id, c.started_at, c.reason, a.refused_by
    FROM gardefou.calls c JOIN gardefou.audit a ON a.call_id = c.id
        LEFT JOIN gardefou.people p ON a.actor_kind = 'person' AND p.id::text = a.actor
    WHERE c.adviser_id = gardefou.person()
        AND NOT (p.id IS NOT DISTINCT FROM gardefou.person() AND a.verb IN ('listen', 'read_transcript', 'read_evaluation'))
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
    LANGUAGE sql STABLE SECURITY DEFINER SET work_mem = '64MB' SET search_path = pg_catalog, pg_temp AS $$
    WITH final AS MATERIALIZED (
        SELECT r.call_id, e.scorecard_digest, z.criteria AS voided
        FROM gardefou.reviews r JOIN gardefou.calls c ON c.id = r.call_id
            JOIN gardefou.evaluations e ON e.id = r.evaluation_id
            LEFT JOIN (SELECT call_id, array_agg(criterion) AS criteria FROM gardefou.voids GROUP BY 1) z ON z.call_id = r.call_id
        WHERE c.site_id = gardefou.own_site() AND r.state = 'final'
            AND (gardefou.has_role('quality_analyst') OR gardefou.has_role('representative')
                OR gardefou.has_role('data_protection_officer')))
    SELECT f.scorecard_digest COLLATE "C", d.criterion COLLATE "C", d.before COLLATE "C",
        coalesce(later.after, d.after) COLLATE "C", count(*)
    FROM final f
        JOIN gardefou.decisions d ON d.call_id = f.call_id AND d.round = 1 AND (f.voided IS NULL OR d.criterion <> ALL (f.voided))
        LEFT JOIN gardefou.decisions later ON later.call_id = d.call_id AND later.criterion = d.criterion AND later.round = 2
    GROUP BY 1, 2, 3, 4 $$;

-- The group that a manager's figures are about: the team where it has enough advisers with calls, else the site, else
-- nobody. Teams that are too small have to be enough together, or none: else the site without the other teams would show
-- them. Months are whole, whenever `_since` is, so that no two of them leave a few days between.
CREATE FUNCTION gardefou.group_of_manager(_since timestamptz)
    RETURNS TABLE (level text, advisers bigint, smallest integer)
    LANGUAGE sql STABLE SECURITY DEFINER ROWS 1 SET search_path = pg_catalog, pg_temp AS $$
    WITH me AS (SELECT p.site_id, p.team, greatest(10, coalesce((ch.document -> 'review' ->> 'smallest_group')::integer, 10)) AS k,
                date_trunc('month', _since AT TIME ZONE s.zone) AT TIME ZONE s.zone AS since
            FROM gardefou.people p JOIN gardefou.sites s ON s.id = p.site_id JOIN gardefou.charters ch ON ch.digest = s.charter_digest
            WHERE p.id = gardefou.person() AND 'manager' = ANY (p.roles)),
        advisers AS (SELECT DISTINCT c.adviser_id AS id
            FROM me JOIN gardefou.calls c ON c.site_id = me.site_id AND c.started_at >= me.since AND c.status = 'offered'),
        teams AS (SELECT a.team, count(*) AS n FROM advisers JOIN gardefou.people a USING (id) GROUP BY a.team),
        counted AS (SELECT coalesce(sum(t.n) FILTER (WHERE t.team = me.team), 0)::bigint AS own, coalesce(sum(t.n), 0)::bigint AS site,
                coalesce(sum(t.n) FILTER (WHERE t.n < me.k), 0)::bigint AS small
            FROM me LEFT JOIN teams t ON true)
    SELECT CASE WHEN n.own >= me.k AND (n.small = 0 OR n.small >= me.k) THEN 'team' WHEN n.site >= me.k THEN 'site' ELSE 'none' END,
        CASE WHEN n.own >= me.k AND (n.small = 0 OR n.small >= me.k) THEN n.own WHEN n.site >= me.k THEN n.site END, me.k
    FROM me, counted n $$;

-- What is counted is a cell: one criterion of one scorecard, decided by people or not, in one month, of that group. A cell
-- about too few advisers is left out, and so is a team's where it would show those of other teams: every sum and every
-- difference of what is shown is made of cells that are about enough.
-- Advisers are bits of a string as long as there are advisers, so that one pass over the verdicts counts calls and tells
-- people apart; of a final review only decisions count, and it has one on every verdict. How much each part gives cannot
-- be foreseen: without sorts and nested loops the plan is right for any number.
CREATE FUNCTION gardefou.figures_of_manager(_since timestamptz)
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
            WHERE NOT c.reviewed AND (c.voided IS NULL OR v.criterion <> ALL (c.voided)) GROUP BY 1, 2, 3, 4
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

-- How many things wait for whoever asks, for the marks in their navigation; of numbers only.
CREATE FUNCTION gardefou.tasks() RETURNS TABLE (waiting bigint, reviews bigint)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT (SELECT count(*) FROM gardefou.calls c JOIN gardefou.reviews r ON r.call_id = c.id
            WHERE c.adviser_id = gardefou.person() AND r.state IN ('offered', 'decided')),
        (SELECT count(*) FROM gardefou.waiting_reviews() w WHERE NOT w.is_hidden) $$;

DO $$
DECLARE name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['recording_refusals', 'absences', 'review_transitions', 'reviews', 'self_evaluations',
        'statements', 'decisions', 'voids', 'servings', 'recusals', 'erasures'] LOOP
        EXECUTE format('ALTER TABLE gardefou.%I ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('ALTER TABLE gardefou.%I FORCE ROW LEVEL SECURITY', name);
        EXECUTE format('CREATE POLICY owner_all ON gardefou.%I TO gardefou_owner USING (true) WITH CHECK (true)', name);
    END LOOP;
    FOREACH name IN ARRAY ARRAY['reviews', 'self_evaluations', 'statements', 'decisions', 'voids', 'servings'] LOOP
        EXECUTE format('CREATE POLICY worker_all ON gardefou.%I TO gardefou_worker USING (true) WITH CHECK (true)', name);
    END LOOP;
    FOREACH name IN ARRAY ARRAY['reviews', 'voids'] LOOP
        EXECUTE format($p$CREATE POLICY web_reads ON gardefou.%1$I FOR SELECT TO gardefou_web
            USING (EXISTS (SELECT 1 FROM gardefou.calls c WHERE c.id = %1$I.call_id))$p$, name);
    END LOOP;
    -- What the adviser said is for the adviser and the reviewers, whatever is released to others.
    FOREACH name IN ARRAY ARRAY['self_evaluations', 'statements'] LOOP
        EXECUTE format($p$CREATE POLICY web_reads ON gardefou.%1$I FOR SELECT TO gardefou_web
            USING (EXISTS (SELECT 1 FROM gardefou.reviews r JOIN gardefou.calls c ON c.id = r.call_id
                WHERE r.call_id = %1$I.call_id
                    AND ((SELECT gardefou.person()) = c.adviser_id
                        OR (r.reviewer_id = (SELECT gardefou.person()) AND (r.decided_at IS NOT NULL OR r.state = 'in_review'))
                        OR (r.second_reviewer_id = (SELECT gardefou.person())
                            AND (r.second_decided_at IS NOT NULL OR r.state = 'in_second_review')))))$p$, name);
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
        WHERE r.state = CASE round WHEN 1 THEN 'offered' ELSE 'decided' END AND c.adviser_id = (SELECT gardefou.person())));
-- The second reviewer is blind to the first decision until their own is written.
CREATE POLICY web_reads ON gardefou.decisions FOR SELECT TO gardefou_web
    USING (EXISTS (SELECT 1 FROM gardefou.reviews r WHERE r.call_id = decisions.call_id
        AND (round = 2 OR NOT (r.state = 'in_second_review' AND r.second_reviewer_id = (SELECT gardefou.person())))));
CREATE POLICY reviewer_decides ON gardefou.decisions FOR INSERT TO gardefou_web
    WITH CHECK (person_id = (SELECT gardefou.person()) AND EXISTS (
        SELECT 1 FROM gardefou.reviews r JOIN gardefou.verdicts v ON v.evaluation_id = r.evaluation_id
        WHERE r.call_id = decisions.call_id AND v.criterion = decisions.criterion AND v.verdict = decisions.before
            AND ((round = 1 AND r.state = 'in_review' AND r.reviewer_id = (SELECT gardefou.person()))
                OR (round = 2 AND r.state = 'in_second_review' AND r.second_reviewer_id = (SELECT gardefou.person())
                    AND v.criterion = ANY (r.contested)))));
CREATE POLICY reviewer_hears ON gardefou.servings TO gardefou_web
    USING (person_id = (SELECT gardefou.person()))
    WITH CHECK (person_id = (SELECT gardefou.person()) AND gardefou.may_read(call_id));

GRANT SELECT ON gardefou.review_transitions TO gardefou_web, gardefou_worker;
GRANT SELECT ON gardefou.reviews, gardefou.self_evaluations, gardefou.statements, gardefou.decisions, gardefou.voids,
    gardefou.absences TO gardefou_web, gardefou_worker;
GRANT INSERT ON gardefou.reviews TO gardefou_worker;
GRANT INSERT (call_id, criterion) ON gardefou.voids TO gardefou_worker;
GRANT UPDATE ON gardefou.reviews TO gardefou_worker;
GRANT UPDATE (state, opened_at, answered_at, causes, contested, due_on, decided_at, reply_closes_on, second_decided_at, ended_at)
    ON gardefou.reviews TO gardefou_web;
-- When something was written is for the database to say.
GRANT INSERT (call_id, content) ON gardefou.self_evaluations TO gardefou_web;
GRANT INSERT (id, call_id, kind, round, criterion, wanted, content) ON gardefou.statements TO gardefou_web;
GRANT INSERT (call_id, criterion, round, person_id, before, after, content) ON gardefou.decisions TO gardefou_web;
GRANT SELECT, INSERT (call_id, person_id, start_ms, end_ms) ON gardefou.servings TO gardefou_web;
GRANT SELECT, DELETE, INSERT (person_id) ON gardefou.recording_refusals TO gardefou_web;

REVOKE EXECUTE ON FUNCTION gardefou.review_goes_its_way, gardefou.leads, gardefou.has_role, gardefou.own_site,
    gardefou.readable_calls, gardefou.site_for_gate, gardefou.person_for_gate, gardefou.call_for_gate,
    gardefou.refuses_recording, gardefou.take_review, gardefou.hand_review_back, gardefou.review_queue,
    gardefou.people_of_review, gardefou.log_of_own_file, gardefou.draws_of, gardefou.agreement_pairs,
    gardefou.group_of_manager, gardefou.figures_of_manager, gardefou.absences_for_review, gardefou.month_of_call,
    gardefou.forget_own_call, gardefou.tasks, gardefou.with_length, gardefou.may_read, gardefou.waiting_reviews
    FROM PUBLIC;
GRANT EXECUTE ON FUNCTION gardefou.site_for_gate, gardefou.person_for_gate, gardefou.call_for_gate,
    gardefou.refuses_recording, gardefou.absences_for_review, gardefou.month_of_call TO gardefou_web, gardefou_worker;
GRANT EXECUTE ON FUNCTION gardefou.has_role, gardefou.own_site, gardefou.readable_calls, gardefou.may_read, gardefou.take_review,
    gardefou.hand_review_back, gardefou.review_queue, gardefou.people_of_review, gardefou.log_of_own_file,
    gardefou.draws_of, gardefou.agreement_pairs, gardefou.group_of_manager, gardefou.figures_of_manager,
    gardefou.forget_own_call, gardefou.tasks TO gardefou_web;

-- Calls that were offered before there were reviews.
INSERT INTO gardefou.reviews (call_id, evaluation_id, offered_on, closes_on)
SELECT DISTINCT ON (c.id) c.id, e.id, current_date, current_date + 14
FROM gardefou.calls c JOIN gardefou.evaluations e ON e.call_id = c.id WHERE c.status = 'offered'
ORDER BY c.id, e.made_at DESC;
