-- What has to be on record before anything is done at a site, what people are trained for and take part in, and how often
-- a site's records have changed: processes read them anew when that number is new to them.

CREATE TABLE gardefou.register_revisions (site_id uuid PRIMARY KEY REFERENCES gardefou.sites, revision bigint NOT NULL);

-- Of two entries about the same thing, the one recorded last counts; an entry never changes.
CREATE TABLE gardefou.register_entries (
    id uuid PRIMARY KEY DEFAULT uuidv7(),
    site_id uuid NOT NULL REFERENCES gardefou.sites,
    kind text NOT NULL CHECK (kind IN ('opinion', 'impact_assessment', 'risk_register', 'notice', 'baseline')),
    document jsonb NOT NULL CHECK (jsonb_typeof(document) = 'object' AND length(document::text) <= 100000),
    on_day date NOT NULL,
    role text NOT NULL,
    recorded_by uuid NOT NULL REFERENCES gardefou.people,
    brought_by text,
    recorded_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX register_entries_by_site ON gardefou.register_entries (site_id, id);

-- What an entry that was a mistake had taken the place of counts again.
CREATE TABLE gardefou.register_withdrawals (
    entry_id uuid PRIMARY KEY REFERENCES gardefou.register_entries,
    site_id uuid NOT NULL REFERENCES gardefou.sites,
    role text NOT NULL,
    recorded_by uuid NOT NULL REFERENCES gardefou.people,
    brought_by text,
    recorded_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

CREATE TABLE gardefou.questions (
    id uuid PRIMARY KEY DEFAULT uuidv7(),
    site_id uuid NOT NULL REFERENCES gardefou.sites,
    text text NOT NULL CHECK (length(text) BETWEEN 1 AND 4000),
    asked_by uuid NOT NULL REFERENCES gardefou.people,
    asked_on date NOT NULL,
    due_on date NOT NULL CHECK (due_on >= asked_on),
    answer text CHECK (length(answer) BETWEEN 1 AND 8000),
    answered_by uuid REFERENCES gardefou.people,
    answered_on date CHECK (answered_on >= asked_on),
    withdrawn_on date CHECK (withdrawn_on >= asked_on),
    CHECK ((answer IS NULL) = (answered_on IS NULL) AND (answer IS NULL) = (answered_by IS NULL)),
    CHECK (answer IS NULL OR withdrawn_on IS NULL)
);
CREATE INDEX questions_by_site ON gardefou.questions (site_id, due_on);

-- One training of one person: brought twice, it counts once.
CREATE TABLE gardefou.trainings (
    id uuid PRIMARY KEY DEFAULT uuidv7(),
    person_id uuid NOT NULL REFERENCES gardefou.people ON DELETE CASCADE,
    on_day date NOT NULL,
    minutes integer NOT NULL CHECK (minutes BETWEEN 1 AND 720),
    in_person boolean NOT NULL,
    what text NOT NULL CHECK (length(what) BETWEEN 1 AND 300),
    recorded_by uuid REFERENCES gardefou.people,
    brought_by text,
    recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    withdrawn_at timestamptz,
    CHECK (recorded_by IS NOT NULL OR brought_by IS NOT NULL)
);
CREATE UNIQUE INDEX trainings_once ON gardefou.trainings (person_id, on_day, what) WHERE withdrawn_at IS NULL;

-- Who supports a person in their first weeks.
CREATE TABLE gardefou.supports (
    person_id uuid NOT NULL REFERENCES gardefou.people ON DELETE CASCADE,
    supporter_id uuid NOT NULL REFERENCES gardefou.people ON DELETE CASCADE,
    since date NOT NULL,
    recorded_by uuid REFERENCES gardefou.people,
    brought_by text,
    recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (person_id, supporter_id),
    CHECK (person_id <> supporter_id),
    CHECK (recorded_by IS NOT NULL OR brought_by IS NOT NULL)
);

-- Who takes part in an experiment, and took part: theirs alone to say and to read.
CREATE TABLE gardefou.volunteers (
    id uuid PRIMARY KEY DEFAULT uuidv7(),
    person_id uuid NOT NULL REFERENCES gardefou.people ON DELETE CASCADE,
    feature text NOT NULL CHECK (feature IN ('recording', 'evaluation', 'assist', 'analytics', 'laboratory')),
    since timestamptz NOT NULL DEFAULT clock_timestamp(),
    until timestamptz
);
CREATE UNIQUE INDEX volunteers_once ON gardefou.volunteers (person_id, feature) WHERE until IS NULL;

DO $$
DECLARE name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['register_entries', 'register_withdrawals'] LOOP
        EXECUTE format('CREATE TRIGGER %1$s_are_fixed BEFORE UPDATE OR DELETE ON gardefou.%1$s
            FOR EACH ROW EXECUTE FUNCTION gardefou.refuse_change()', name);
        EXECUTE format('CREATE TRIGGER %1$s_remain BEFORE TRUNCATE ON gardefou.%1$s EXECUTE FUNCTION gardefou.refuse_change()', name);
    END LOOP;
    FOREACH name IN ARRAY ARRAY['register_revisions', 'register_entries', 'register_withdrawals', 'questions', 'trainings',
        'supports', 'volunteers'] LOOP
        EXECUTE format('ALTER TABLE gardefou.%I ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('ALTER TABLE gardefou.%I FORCE ROW LEVEL SECURITY', name);
        EXECUTE format('CREATE POLICY owner_all ON gardefou.%I TO gardefou_owner USING (true) WITH CHECK (true)', name);
    END LOOP;
END $$;

-- A question's text and dates stay; it is answered or withdrawn once.
CREATE FUNCTION gardefou.question_is_fixed() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF OLD.answered_on IS NOT NULL OR OLD.withdrawn_on IS NOT NULL
        OR (OLD.id, OLD.site_id, OLD.text, OLD.asked_by, OLD.asked_on, OLD.due_on)
            IS DISTINCT FROM (NEW.id, NEW.site_id, NEW.text, NEW.asked_by, NEW.asked_on, NEW.due_on) THEN
        RAISE EXCEPTION 'UPDATE of questions is not possible' USING ERRCODE = 'GF001';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER questions_are_fixed BEFORE UPDATE ON gardefou.questions
    FOR EACH ROW EXECUTE FUNCTION gardefou.question_is_fixed();
CREATE TRIGGER questions_stay BEFORE DELETE ON gardefou.questions FOR EACH ROW EXECUTE FUNCTION gardefou.refuse_change();
CREATE TRIGGER questions_remain BEFORE TRUNCATE ON gardefou.questions EXECUTE FUNCTION gardefou.refuse_change();

CREATE FUNCTION gardefou.count_register_change() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    INSERT INTO gardefou.register_revisions (site_id, revision) VALUES (NEW.site_id, 1)
        ON CONFLICT (site_id) DO UPDATE SET revision = register_revisions.revision + 1;
    RETURN NULL;
END $$;
CREATE TRIGGER changes_count AFTER INSERT ON gardefou.register_entries
    FOR EACH ROW EXECUTE FUNCTION gardefou.count_register_change();
CREATE TRIGGER changes_count AFTER INSERT ON gardefou.register_withdrawals
    FOR EACH ROW EXECUTE FUNCTION gardefou.count_register_change();
CREATE TRIGGER changes_count AFTER INSERT OR UPDATE ON gardefou.questions
    FOR EACH ROW EXECUTE FUNCTION gardefou.count_register_change();

CREATE FUNCTION gardefou.register_revision(_site uuid) RETURNS bigint
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
    $$ SELECT coalesce((SELECT revision FROM gardefou.register_revisions WHERE site_id = _site), 0) $$;

-- What is on record of a site, for the gate: what is about which feature and from which day, no text and no name of a person.
CREATE FUNCTION gardefou.records_of_site(_site uuid)
    RETURNS TABLE (kind text, on_day date, body text, features jsonb, for_working_conditions boolean)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT e.kind, e.on_day, e.document ->> 'body', coalesce(e.document -> 'features', '[]'),
        jsonb_path_exists(e.document, '$.objectives[*] ? (@.working_conditions == true)')
    FROM gardefou.register_entries e
    WHERE e.site_id = _site AND NOT EXISTS (SELECT 1 FROM gardefou.register_withdrawals w WHERE w.entry_id = e.id)
    ORDER BY e.id $$;

CREATE FUNCTION gardefou.question_due(_site uuid) RETURNS date
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT min(due_on) FROM gardefou.questions
    WHERE site_id = _site AND answered_on IS NULL AND withdrawn_on IS NULL $$;

CREATE OR REPLACE FUNCTION gardefou.marks_of_person(_person uuid) RETURNS jsonb
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT CASE WHEN _person IS NULL THEN '{}'::jsonb ELSE (SELECT jsonb_build_object(
            'training_minutes', coalesce(sum(t.minutes), 0),
            'in_person_minutes', coalesce(sum(t.minutes) FILTER (WHERE t.in_person), 0),
            'has_support', EXISTS (SELECT 1 FROM gardefou.supports s WHERE s.person_id = _person),
            'volunteers_for', (SELECT coalesce(jsonb_agg(v.feature), '[]') FROM gardefou.volunteers v
                WHERE v.person_id = _person AND v.until IS NULL))
        FROM gardefou.trainings t WHERE t.person_id = _person AND t.withdrawn_at IS NULL) END $$;

-- What the reception asks about an adviser of its sender's site.
CREATE FUNCTION gardefou.marks_of_adviser(_adviser uuid) RETURNS jsonb
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
    $$ SELECT gardefou.marks_of_person(id) FROM gardefou.people WHERE id = _adviser AND gardefou.concerns_caller(site_id) $$;

-- Whoever signs waits for the transactions under way: one that does nothing ends after half a minute, and nobody who came
-- after waits for more than a whole one.
CREATE FUNCTION gardefou.limit_waiting(_for_lock text) RETURNS void
    LANGUAGE sql SET search_path = pg_catalog, pg_temp AS $$
    SELECT set_config('idle_in_transaction_session_timeout', '30s', true), set_config('lock_timeout', _for_lock, true) $$;

-- The gate's own functions tell the number of changes of registers too. Of an adviser's training and part in an experiment
-- web learns nothing: no decision about what it asks needs it.
DROP FUNCTION gardefou.site_for_gate(text, text, text);
CREATE FUNCTION gardefou.site_for_gate(_code text, _person text, _sender text)
    RETURNS TABLE (site_id uuid, code text, zone text, state text, charter_digest text, is_own boolean, revision bigint,
        seen_at timestamptz, actor_marks jsonb, register_revision bigint, closures uuid[])
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM gardefou.limit_waiting('60s');
    PERFORM pg_advisory_xact_lock_shared(1734439524, 1);
    PERFORM set_config('gardefou.person', _person, true), set_config('gardefou.sender', _sender, true);
    RETURN QUERY SELECT s.id, s.code, s.zone, s.state, s.charter_digest, s.id IS NOT DISTINCT FROM gardefou.own_site(),
            s.revision, (SELECT c.seen_at FROM gardefou.clock c), gardefou.marks_of_person(gardefou.person()),
            gardefou.register_revision(s.id), s.closures
        FROM gardefou.sites s WHERE s.code = _code FOR SHARE;
END $$;

DROP FUNCTION gardefou.site_for_signing(text, text, text);
CREATE FUNCTION gardefou.site_for_signing(_code text, _person text, _sender text)
    RETURNS TABLE (site_id uuid, code text, zone text, state text, charter_digest text, is_own boolean, revision bigint,
        seen_at timestamptz, actor_marks jsonb, register_revision bigint, closures uuid[])
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM gardefou.limit_waiting('0');
    PERFORM pg_advisory_xact_lock(1734439524, 1);
    PERFORM set_config('gardefou.person', _person, true), set_config('gardefou.sender', _sender, true);
    RETURN QUERY SELECT s.id, s.code, s.zone, s.state, s.charter_digest, s.id IS NOT DISTINCT FROM gardefou.own_site(),
            s.revision, (SELECT c.seen_at FROM gardefou.clock c), gardefou.marks_of_person(gardefou.person()),
            gardefou.register_revision(s.id), s.closures
        FROM gardefou.sites s WHERE s.code = _code FOR UPDATE;
END $$;

DROP FUNCTION gardefou.person_for_gate(uuid, text, text);
CREATE FUNCTION gardefou.person_for_gate(_about uuid, _person text, _sender text)
    RETURNS TABLE (site_id uuid, code text, zone text, state text, charter_digest text, is_own boolean, revision bigint,
        seen_at timestamptz, actor_marks jsonb, register_revision bigint, closures uuid[])
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM gardefou.limit_waiting('60s');
    PERFORM pg_advisory_xact_lock_shared(1734439524, 1);
    PERFORM set_config('gardefou.person', _person, true), set_config('gardefou.sender', _sender, true);
    RETURN QUERY SELECT s.id, s.code, s.zone, s.state, s.charter_digest, s.id IS NOT DISTINCT FROM gardefou.own_site(),
            s.revision, (SELECT c.seen_at FROM gardefou.clock c), gardefou.marks_of_person(gardefou.person()),
            gardefou.register_revision(s.id), s.closures
        FROM gardefou.people p JOIN gardefou.sites s ON s.id = p.site_id WHERE p.id = _about FOR SHARE OF s;
END $$;

DROP FUNCTION gardefou.call_for_gate(uuid, text, text);
CREATE FUNCTION gardefou.call_for_gate(_call uuid, _person text, _sender text)
    RETURNS TABLE (site_id uuid, code text, zone text, state text, charter_digest text, is_own boolean, revision bigint,
        seen_at timestamptz, actor_marks jsonb, register_revision bigint, closures uuid[],
        started_at timestamptz, simulated boolean, status text, adviser_id uuid, recording_expires_at timestamptz,
        analyses_expire_at timestamptz, review_state text, is_reviewer boolean, is_second_reviewer boolean,
        stood_aside boolean, leads boolean, marks jsonb, adviser_marks jsonb)
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM gardefou.limit_waiting('60s');
    PERFORM pg_advisory_xact_lock_shared(1734439524, 1);
    PERFORM set_config('gardefou.person', _person, true), set_config('gardefou.sender', _sender, true);
    RETURN QUERY SELECT s.id, s.code, s.zone, s.state, s.charter_digest, s.id IS NOT DISTINCT FROM gardefou.own_site(),
            s.revision, (SELECT k.seen_at FROM gardefou.clock k), gardefou.marks_of_person(gardefou.person()),
            gardefou.register_revision(s.id), s.closures,
            c.started_at, c.simulated, c.status,
            CASE WHEN session_user <> 'gardefou_web' OR c.adviser_id = gardefou.person() THEN c.adviser_id END,
            c.recording_expires_at, c.analyses_expire_at, r.state,
            coalesce(r.reviewer_id = gardefou.person() AND (r.decided_at IS NOT NULL OR r.state = 'in_review'), false),
            coalesce(r.second_reviewer_id = gardefou.person()
                AND (r.second_decided_at IS NOT NULL OR r.state = 'in_second_review'), false),
            EXISTS (SELECT 1 FROM gardefou.recusals x WHERE x.call_id = c.id AND x.person_id = gardefou.person()),
            gardefou.leads(gardefou.person(), c.adviser_id, c.team),
            gardefou.marks_of_call(c.id),
            CASE WHEN session_user = 'gardefou_web' THEN '{}'::jsonb ELSE gardefou.marks_of_person(c.adviser_id) END
        FROM gardefou.calls c JOIN gardefou.sites s ON s.id = c.site_id LEFT JOIN gardefou.reviews r ON r.call_id = c.id
        WHERE c.id = _call FOR SHARE OF s;
END $$;

-- Windows and contests stand still while a site is suspended: once it is open again, their days move by the whole weeks that
-- it lasted, rounded up, so that the same days of the week are left; a suspension of less than a day moves nothing.
ALTER TABLE gardefou.sites ADD COLUMN suspended_at timestamptz;
UPDATE gardefou.sites SET suspended_at = clock_timestamp() WHERE state = 'suspended';

CREATE FUNCTION gardefou.windows_stand_still() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE lasted interval; days integer;
BEGIN
    IF NEW.state = 'suspended' THEN
        NEW.suspended_at := clock_timestamp();
        RETURN NEW;
    END IF;
    lasted := clock_timestamp() - OLD.suspended_at;
    NEW.suspended_at := NULL;
    IF lasted >= interval '1 day' THEN
        days := 7 * ceil(extract(epoch FROM lasted) / extract(epoch FROM interval '7 days'));
        UPDATE gardefou.reviews r SET closes_on = closes_on + CASE WHEN r.state = 'offered' THEN days ELSE 0 END,
            reply_closes_on = reply_closes_on + CASE WHEN r.state = 'decided' THEN days ELSE 0 END, due_on = due_on + days
        FROM gardefou.calls c WHERE c.id = r.call_id AND c.site_id = NEW.id
            AND r.state NOT IN ('final', 'unreviewed', 'lapsed');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER windows_stand_still BEFORE UPDATE OF state ON gardefou.sites
    FOR EACH ROW WHEN (OLD.state IS DISTINCT FROM NEW.state) EXECUTE FUNCTION gardefou.windows_stand_still();

-- What an officer has to know before everything of somebody is erased: that it was asked for, and who would lose an answer.
CREATE FUNCTION gardefou.has_open_request(_kind text, _number text, _reference bytea) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT EXISTS (SELECT 1 FROM gardefou.requests r LEFT JOIN gardefou.people p ON p.id = r.person_id
        WHERE r.site_id = gardefou.own_site() AND gardefou.is_officer_of(r.site_id) AND r.kind = _kind AND r.answered_on IS NULL
            AND (r.reference = _reference OR p.number = _number)) $$;

CREATE FUNCTION gardefou.calls_under_answer(_calls uuid[]) RETURNS TABLE (id uuid)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT c.id FROM gardefou.calls c JOIN gardefou.reviews r ON r.call_id = c.id
    WHERE c.id = ANY (_calls) AND gardefou.is_officer_of(c.site_id) AND (r.state IN ('offered', 'decided')
        OR (r.due_on IS NOT NULL AND r.state IN ('queued', 'in_review', 'contested', 'in_second_review'))) $$;

-- Each function makes records of its own. Whoever runs the machine brings what the employer's side writes down, and that is
-- noted; what representatives say nobody brings.
CREATE FUNCTION gardefou.may_record(_site uuid, _kind text, _role text) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce(_role = ANY (CASE _kind
            WHEN 'opinion' THEN ARRAY['representative']
            WHEN 'question' THEN ARRAY['representative']
            WHEN 'impact_assessment' THEN ARRAY['data_protection_officer', 'employer_signatory']
            WHEN 'training' THEN ARRAY['employer_signatory', 'administrator']
            ELSE ARRAY['employer_signatory'] END)
        AND ((session_user NOT IN ('gardefou_web', 'gardefou_worker') AND _kind NOT IN ('opinion', 'question'))
            OR (_site = gardefou.own_site() AND gardefou.has_role(_role))), false) $$;

-- In whose name whoever runs the machine brings something: somebody of the site in that function.
CREATE FUNCTION gardefou.is_at(_person uuid, _site uuid, _role text) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
    $$ SELECT EXISTS (SELECT 1 FROM gardefou.people WHERE id = _person AND site_id = _site AND _role = ANY (roles)) $$;

CREATE FUNCTION gardefou.reads_registers(_site uuid) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT session_user NOT IN ('gardefou_web', 'gardefou_worker') OR coalesce(_site = gardefou.own_site()
        AND (gardefou.has_role('representative') OR gardefou.has_role('employer_signatory')
            OR gardefou.has_role('data_protection_officer') OR gardefou.has_role('administrator')), false) $$;

CREATE FUNCTION gardefou.register_of_site(_site uuid)
    RETURNS TABLE (id uuid, kind text, document jsonb, on_day date, role text, name text, brought_by text,
        recorded_at timestamptz, withdrawn_at timestamptz, withdrawn_name text, withdrawal_brought_by text)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT e.id, e.kind, e.document, e.on_day, e.role, p.name, e.brought_by, e.recorded_at, w.recorded_at, q.name, w.brought_by
    FROM gardefou.register_entries e JOIN gardefou.people p ON p.id = e.recorded_by
        LEFT JOIN gardefou.register_withdrawals w ON w.entry_id = e.id LEFT JOIN gardefou.people q ON q.id = w.recorded_by
    WHERE e.site_id = _site AND gardefou.reads_registers(_site) ORDER BY e.id DESC $$;

CREATE FUNCTION gardefou.add_register_entry(_site uuid, _kind text, _document jsonb, _on date, _role text, _by uuid, _brought text)
    RETURNS uuid LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE added uuid;
BEGIN
    IF NOT (gardefou.may_record(_site, _kind, _role) AND gardefou.is_at(coalesce(gardefou.person(), _by), _site, _role)) THEN
        RETURN NULL;
    END IF;
    INSERT INTO gardefou.register_entries (site_id, kind, document, on_day, role, recorded_by, brought_by)
        VALUES (_site, _kind, _document, _on, _role, coalesce(gardefou.person(), _by), _brought) RETURNING id INTO added;
    RETURN added;
END $$;

CREATE FUNCTION gardefou.withdraw_register_entry(_site uuid, _entry uuid, _role text, _by uuid, _brought text) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    INSERT INTO gardefou.register_withdrawals (entry_id, site_id, role, recorded_by, brought_by)
        SELECT e.id, e.site_id, _role, coalesce(gardefou.person(), _by), _brought FROM gardefou.register_entries e
        WHERE e.id = _entry AND e.site_id = _site AND gardefou.may_record(_site, e.kind, _role)
            AND gardefou.is_at(coalesce(gardefou.person(), _by), _site, _role)
        ON CONFLICT DO NOTHING;
    RETURN FOUND;
END $$;

CREATE FUNCTION gardefou.questions_of_site(_site uuid)
    RETURNS TABLE (id uuid, text text, asked_on date, due_on date, answer text, answered_on date, withdrawn_on date)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT q.id, q.text, q.asked_on, q.due_on, q.answer, q.answered_on, q.withdrawn_on FROM gardefou.questions q
    WHERE q.site_id = _site AND gardefou.reads_registers(_site)
    ORDER BY coalesce(q.answered_on, q.withdrawn_on) DESC NULLS FIRST, q.due_on, q.id $$;

CREATE FUNCTION gardefou.ask_question(_site uuid, _text text, _on date, _due_on date, _by uuid) RETURNS uuid
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE added uuid;
BEGIN
    IF NOT gardefou.may_record(_site, 'question', 'representative') THEN
        RETURN NULL;
    END IF;
    INSERT INTO gardefou.questions (site_id, text, asked_by, asked_on, due_on)
        VALUES (_site, _text, coalesce(gardefou.person(), _by), _on, _due_on) RETURNING id INTO added;
    RETURN added;
END $$;

CREATE FUNCTION gardefou.answer_question(_site uuid, _question uuid, _text text, _on date, _by uuid) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    UPDATE gardefou.questions SET answer = _text, answered_on = _on, answered_by = coalesce(gardefou.person(), _by)
        WHERE id = _question AND site_id = _site AND gardefou.may_record(_site, 'answer', 'employer_signatory')
            AND answered_on IS NULL AND withdrawn_on IS NULL;
    RETURN FOUND;
END $$;

CREATE FUNCTION gardefou.withdraw_question(_site uuid, _question uuid, _on date) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    UPDATE gardefou.questions SET withdrawn_on = _on
        WHERE id = _question AND site_id = _site AND gardefou.may_record(_site, 'question', 'representative')
            AND answered_on IS NULL AND withdrawn_on IS NULL;
    RETURN FOUND;
END $$;

-- Who may write down trainings at a site, in either of two functions.
CREATE FUNCTION gardefou.trains_at(_site uuid) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
    $$ SELECT gardefou.may_record(_site, 'training', 'employer_signatory') OR gardefou.may_record(_site, 'training', 'administrator') $$;

-- True for a training that is new, false for one that is here, null when nobody at the site has that number.
CREATE FUNCTION gardefou.add_training(_site uuid, _number text, _on date, _minutes integer, _in_person boolean, _what text,
    _brought text) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE trained uuid;
BEGIN
    SELECT id INTO trained FROM gardefou.people WHERE number = _number AND site_id = _site AND gardefou.trains_at(_site);
    IF NOT FOUND THEN
        RETURN NULL;
    END IF;
    INSERT INTO gardefou.trainings (person_id, on_day, minutes, in_person, what, recorded_by, brought_by)
        VALUES (trained, _on, _minutes, _in_person, _what, gardefou.person(), _brought) ON CONFLICT DO NOTHING;
    RETURN FOUND;
END $$;

CREATE FUNCTION gardefou.withdraw_training(_site uuid, _number text, _on date, _what text) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    UPDATE gardefou.trainings SET withdrawn_at = clock_timestamp() WHERE on_day = _on AND what = _what AND withdrawn_at IS NULL
        AND person_id = (SELECT id FROM gardefou.people WHERE number = _number AND site_id = _site AND gardefou.trains_at(_site));
    RETURN FOUND;
END $$;

CREATE FUNCTION gardefou.add_support(_site uuid, _number text, _supporter text, _since date, _brought text) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE helped uuid; helper uuid;
BEGIN
    SELECT id INTO helped FROM gardefou.people WHERE number = _number AND site_id = _site AND gardefou.trains_at(_site);
    SELECT id INTO helper FROM gardefou.people WHERE number = _supporter AND site_id = _site;
    IF helped IS NULL OR helper IS NULL OR helped = helper THEN
        RETURN NULL;
    END IF;
    INSERT INTO gardefou.supports (person_id, supporter_id, since, recorded_by, brought_by)
        VALUES (helped, helper, _since, gardefou.person(), _brought) ON CONFLICT DO NOTHING;
    RETURN FOUND;
END $$;

-- Whose tools or calls wait for training: with names for those who write trainings down.
CREATE FUNCTION gardefou.training_of_site(_site uuid)
    RETURNS TABLE (number text, name text, minutes bigint, in_person_minutes bigint, has_support boolean)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT CASE WHEN gardefou.trains_at(_site) THEN p.number END, CASE WHEN gardefou.trains_at(_site) THEN p.name END,
        (m.marks ->> 'training_minutes')::bigint, (m.marks ->> 'in_person_minutes')::bigint, (m.marks ->> 'has_support')::boolean
    FROM gardefou.people p CROSS JOIN LATERAL (SELECT gardefou.marks_of_person(p.id) AS marks) m
    WHERE p.site_id = _site AND gardefou.reads_registers(_site)
        AND p.roles && ARRAY['adviser', 'manager', 'quality_analyst', 'reviewer']
    ORDER BY 1, 3, 4, 5 $$;

CREATE FUNCTION gardefou.own_participation() RETURNS TABLE (feature text, since timestamptz, until timestamptz)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
    $$ SELECT feature, since, until FROM gardefou.volunteers WHERE person_id = gardefou.person() ORDER BY id $$;

CREATE FUNCTION gardefou.take_part(_features text[]) RETURNS void
    LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    INSERT INTO gardefou.volunteers (person_id, feature) SELECT gardefou.person(), each FROM unnest(_features) each
        WHERE gardefou.person() IS NOT NULL ON CONFLICT DO NOTHING $$;

CREATE FUNCTION gardefou.stop_taking_part() RETURNS void
    LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
    $$ UPDATE gardefou.volunteers SET until = clock_timestamp() WHERE person_id = gardefou.person() AND until IS NULL $$;

REVOKE EXECUTE ON FUNCTION gardefou.windows_stand_still, gardefou.has_open_request, gardefou.calls_under_answer, gardefou.question_is_fixed, gardefou.count_register_change, gardefou.register_revision,
    gardefou.records_of_site, gardefou.question_due, gardefou.marks_of_adviser, gardefou.limit_waiting, gardefou.site_for_gate,
    gardefou.site_for_signing, gardefou.person_for_gate, gardefou.call_for_gate, gardefou.may_record,
    gardefou.is_at, gardefou.reads_registers, gardefou.register_of_site, gardefou.add_register_entry, gardefou.withdraw_register_entry,
    gardefou.questions_of_site, gardefou.ask_question, gardefou.answer_question, gardefou.withdraw_question,
    gardefou.trains_at, gardefou.add_training, gardefou.withdraw_training, gardefou.add_support, gardefou.training_of_site,
    gardefou.own_participation, gardefou.take_part, gardefou.stop_taking_part FROM PUBLIC;
GRANT EXECUTE ON FUNCTION gardefou.site_for_gate, gardefou.person_for_gate, gardefou.call_for_gate, gardefou.records_of_site,
    gardefou.question_due, gardefou.marks_of_adviser TO gardefou_web, gardefou_worker;
GRANT EXECUTE ON FUNCTION gardefou.has_open_request, gardefou.calls_under_answer, gardefou.site_for_signing, gardefou.register_of_site, gardefou.add_register_entry,
    gardefou.withdraw_register_entry, gardefou.questions_of_site, gardefou.ask_question, gardefou.answer_question,
    gardefou.withdraw_question, gardefou.add_training, gardefou.withdraw_training, gardefou.add_support,
    gardefou.training_of_site, gardefou.own_participation, gardefou.take_part, gardefou.stop_taking_part TO gardefou_web;
