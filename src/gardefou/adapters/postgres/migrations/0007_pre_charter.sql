-- What both sides sign, and what it makes of a site. Processes verify the signatures themselves whenever a site's revision
-- is new to them: a row that nobody signed opens nothing.

ALTER TABLE gardefou.installation ADD COLUMN id uuid NOT NULL DEFAULT gen_random_uuid();

-- No charter was signed before there were signatures: every site is closed until one is.
ALTER TABLE gardefou.sites ADD COLUMN revision bigint NOT NULL DEFAULT 0;
ALTER TABLE gardefou.sites ADD COLUMN scorecard_digest text;
-- What closed the site without an act: a resumption names it. No process takes one away: an effected resumption answers it.
ALTER TABLE gardefou.sites ADD COLUMN closures uuid[] NOT NULL DEFAULT '{}';
UPDATE gardefou.sites SET charter_digest = NULL;

-- `sequence` is the place of an act among those that took effect at its site; it never changes, and an act never returns.
CREATE TABLE gardefou.acts (
    id uuid PRIMARY KEY,
    site_id uuid NOT NULL REFERENCES gardefou.sites,
    kind text NOT NULL CHECK (kind IN ('charter', 'suspension', 'resumption', 'succession', 'scorecard')),
    document jsonb NOT NULL CHECK (jsonb_typeof(document) = 'object'),
    side text NOT NULL CHECK (side IN ('employees', 'employer', 'operator')),
    proposed_by uuid REFERENCES gardefou.people,
    proposed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    sequence integer,
    effected_at timestamptz,
    closed_at timestamptz,
    closed_by uuid REFERENCES gardefou.people,
    UNIQUE (site_id, sequence),
    CHECK ((sequence IS NULL) = (effected_at IS NULL)),
    CHECK (effected_at IS NULL OR closed_at IS NULL)
);
CREATE INDEX acts_by_site ON gardefou.acts (site_id, proposed_at);

-- What does not fit an act is no signature, and keeps none out that fits.
CREATE TABLE gardefou.act_signatures (
    act_id uuid NOT NULL REFERENCES gardefou.acts,
    key text NOT NULL CHECK (key ~ '^[0-9a-f]{64}$'),
    value text NOT NULL CHECK (value ~ '^[0-9a-f]{128}$'),
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (act_id, key, value)
);

CREATE TABLE gardefou.act_comments (
    id uuid PRIMARY KEY DEFAULT uuidv7(),
    act_id uuid NOT NULL REFERENCES gardefou.acts,
    person_id uuid NOT NULL REFERENCES gardefou.people,
    text text NOT NULL CHECK (length(text) BETWEEN 1 AND 4000),
    at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX act_comments_by_act ON gardefou.act_comments (act_id, id);

CREATE FUNCTION gardefou.act_is_fixed() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF OLD.sequence IS NOT NULL OR OLD.closed_at IS NOT NULL
        OR (OLD.id, OLD.site_id, OLD.kind, OLD.document, OLD.side, OLD.proposed_at)
            IS DISTINCT FROM (NEW.id, NEW.site_id, NEW.kind, NEW.document, NEW.side, NEW.proposed_at) THEN
        RAISE EXCEPTION 'UPDATE of acts is not possible' USING ERRCODE = 'GF001';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER acts_are_fixed BEFORE UPDATE ON gardefou.acts FOR EACH ROW EXECUTE FUNCTION gardefou.act_is_fixed();
CREATE TRIGGER acts_stay BEFORE DELETE ON gardefou.acts FOR EACH ROW EXECUTE FUNCTION gardefou.refuse_change();
CREATE TRIGGER act_signatures_are_fixed BEFORE UPDATE OR DELETE ON gardefou.act_signatures
    FOR EACH ROW EXECUTE FUNCTION gardefou.refuse_change();
DO $$
DECLARE name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['acts', 'act_signatures'] LOOP
        EXECUTE format('CREATE TRIGGER %1$s_remain BEFORE TRUNCATE ON gardefou.%1$s EXECUTE FUNCTION gardefou.refuse_change()', name);
    END LOOP;
END $$;

-- The latest time that this machine has seen: where the clock stands before it, it was set back.
CREATE TABLE gardefou.clock (singleton boolean PRIMARY KEY DEFAULT true CHECK (singleton), seen_at timestamptz NOT NULL);
INSERT INTO gardefou.clock (seen_at) VALUES (clock_timestamp());

CREATE FUNCTION gardefou.advance_clock() RETURNS void
    LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
    $$ UPDATE gardefou.clock SET seen_at = clock_timestamp() WHERE seen_at < clock_timestamp() $$;

-- What the gate knows of a call, of who takes part in it and of who asks, beside what its own functions give: later
-- migrations replace these, one each.
CREATE FUNCTION gardefou.marks_of_call(_call uuid) RETURNS jsonb
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$ SELECT '{}'::jsonb $$;
CREATE FUNCTION gardefou.marks_of_person(_person uuid) RETURNS jsonb
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$ SELECT '{}'::jsonb $$;

DROP FUNCTION gardefou.site_for_gate(text, text, text);
CREATE FUNCTION gardefou.site_for_gate(_code text, _person text, _sender text)
    RETURNS TABLE (site_id uuid, code text, zone text, state text, charter_digest text, is_own boolean, revision bigint,
        seen_at timestamptz, actor_marks jsonb)
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM pg_advisory_xact_lock_shared(1734439524, 1);
    PERFORM set_config('gardefou.person', _person, true), set_config('gardefou.sender', _sender, true);
    RETURN QUERY SELECT s.id, s.code, s.zone, s.state, s.charter_digest, s.id IS NOT DISTINCT FROM gardefou.own_site(),
            s.revision, (SELECT c.seen_at FROM gardefou.clock c), gardefou.marks_of_person(gardefou.person())
        FROM gardefou.sites s WHERE s.code = _code FOR SHARE;
END $$;

-- As above for whoever signs: what takes effect waits for the gate's transactions under way, and later ones wait for it.
CREATE FUNCTION gardefou.site_for_signing(_code text, _person text, _sender text)
    RETURNS TABLE (site_id uuid, code text, zone text, state text, charter_digest text, is_own boolean, revision bigint,
        seen_at timestamptz, actor_marks jsonb)
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(1734439524, 1);
    PERFORM set_config('gardefou.person', _person, true), set_config('gardefou.sender', _sender, true);
    RETURN QUERY SELECT s.id, s.code, s.zone, s.state, s.charter_digest, s.id IS NOT DISTINCT FROM gardefou.own_site(),
            s.revision, (SELECT c.seen_at FROM gardefou.clock c), gardefou.marks_of_person(gardefou.person())
        FROM gardefou.sites s WHERE s.code = _code FOR UPDATE;
END $$;

DROP FUNCTION gardefou.person_for_gate(uuid, text, text);
CREATE FUNCTION gardefou.person_for_gate(_about uuid, _person text, _sender text)
    RETURNS TABLE (site_id uuid, code text, zone text, state text, charter_digest text, is_own boolean, revision bigint,
        seen_at timestamptz, actor_marks jsonb)
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM pg_advisory_xact_lock_shared(1734439524, 1);
    PERFORM set_config('gardefou.person', _person, true), set_config('gardefou.sender', _sender, true);
    RETURN QUERY SELECT s.id, s.code, s.zone, s.state, s.charter_digest, s.id IS NOT DISTINCT FROM gardefou.own_site(),
            s.revision, (SELECT c.seen_at FROM gardefou.clock c), gardefou.marks_of_person(gardefou.person())
        FROM gardefou.people p JOIN gardefou.sites s ON s.id = p.site_id WHERE p.id = _about FOR SHARE OF s;
END $$;

DROP FUNCTION gardefou.call_for_gate(uuid, text, text);
CREATE FUNCTION gardefou.call_for_gate(_call uuid, _person text, _sender text)
    RETURNS TABLE (site_id uuid, code text, zone text, state text, charter_digest text, is_own boolean, revision bigint,
        seen_at timestamptz, actor_marks jsonb,
        started_at timestamptz, simulated boolean, status text, adviser_id uuid, recording_expires_at timestamptz,
        analyses_expire_at timestamptz, review_state text, is_reviewer boolean, is_second_reviewer boolean,
        stood_aside boolean, leads boolean, marks jsonb, adviser_marks jsonb)
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM pg_advisory_xact_lock_shared(1734439524, 1);
    PERFORM set_config('gardefou.person', _person, true), set_config('gardefou.sender', _sender, true);
    RETURN QUERY SELECT s.id, s.code, s.zone, s.state, s.charter_digest, s.id IS NOT DISTINCT FROM gardefou.own_site(),
            s.revision, (SELECT k.seen_at FROM gardefou.clock k), gardefou.marks_of_person(gardefou.person()),
            c.started_at, c.simulated, c.status,
            CASE WHEN session_user <> 'gardefou_web' OR c.adviser_id = gardefou.person() THEN c.adviser_id END,
            c.recording_expires_at, c.analyses_expire_at, r.state,
            coalesce(r.reviewer_id = gardefou.person() AND (r.decided_at IS NOT NULL OR r.state = 'in_review'), false),
            coalesce(r.second_reviewer_id = gardefou.person()
                AND (r.second_decided_at IS NOT NULL OR r.state = 'in_second_review'), false),
            EXISTS (SELECT 1 FROM gardefou.recusals x WHERE x.call_id = c.id AND x.person_id = gardefou.person()),
            gardefou.leads(gardefou.person(), c.adviser_id, c.team),
            gardefou.marks_of_call(c.id), gardefou.marks_of_person(c.adviser_id)
        FROM gardefou.calls c JOIN gardefou.sites s ON s.id = c.site_id LEFT JOIN gardefou.reviews r ON r.call_id = c.id
        WHERE c.id = _call FOR SHARE OF s;
END $$;

-- The acts that took effect at a site, in order, with their signatures: what every process verifies for itself.
CREATE FUNCTION gardefou.effected_acts(_site uuid)
    RETURNS TABLE (id uuid, kind text, document jsonb, effected_at timestamptz, keys text[], signatures text[])
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT a.id, a.kind, a.document, a.effected_at, coalesce(array_agg(g.key ORDER BY g.key, g.value) FILTER (WHERE g.key IS NOT NULL), '{}'),
        coalesce(array_agg(g.value ORDER BY g.key, g.value) FILTER (WHERE g.key IS NOT NULL), '{}')
    FROM gardefou.acts a LEFT JOIN gardefou.act_signatures g ON g.act_id = a.id
    WHERE a.site_id = _site AND a.sequence IS NOT NULL GROUP BY a.id ORDER BY a.sequence $$;

-- Whoever signs for a side at the site of the caller; the owner acts for whoever brings a signature to the machine.
CREATE FUNCTION gardefou.signs_at(_site uuid) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT session_user NOT IN ('gardefou_web', 'gardefou_worker') OR coalesce(_site = gardefou.own_site()
        AND (gardefou.has_role('representative') OR gardefou.has_role('employer_signatory')), false) $$;

-- The charter of each site as it was signed last. Rules of the database read it here, where no process writes it.
CREATE FUNCTION gardefou.charters_in_force() RETURNS TABLE (site_id uuid, document jsonb)
    LANGUAGE sql STABLE SECURITY DEFINER ROWS 10 SET search_path = pg_catalog, pg_temp AS $$
    SELECT DISTINCT ON (a.site_id) a.site_id, a.document FROM gardefou.acts a
    WHERE a.kind = 'charter' AND a.sequence IS NOT NULL ORDER BY a.site_id, a.sequence DESC $$;

-- As in 0005, by the charter that was signed: how many are enough is one of its terms.
CREATE OR REPLACE FUNCTION gardefou.group_of_manager(_since timestamptz)
    RETURNS TABLE (level text, advisers bigint, smallest integer)
    LANGUAGE sql STABLE SECURITY DEFINER ROWS 1 SET search_path = pg_catalog, pg_temp AS $$
    WITH me AS (SELECT p.site_id, p.team, greatest(10, coalesce((ch.document -> 'review' ->> 'smallest_group')::integer, 10)) AS k,
                date_trunc('month', _since AT TIME ZONE s.zone) AT TIME ZONE s.zone AS since
            FROM gardefou.people p JOIN gardefou.sites s ON s.id = p.site_id JOIN gardefou.charters_in_force() ch ON ch.site_id = s.id
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

-- An act takes effect: the site's row is what other processes look at, and each of them verifies before it believes it.
-- Only a resumption opens a site, and `_stopped` says that something else still keeps it closed. `_at` is when it was
-- decided: never before what took effect earlier, and not ahead of this machine.
CREATE FUNCTION gardefou.take_effect(_act uuid, _at timestamptz, _charter text, _stopped boolean)
    RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    done gardefou.acts;
    terms jsonb;
    recordings interval;
    analyses interval;
BEGIN
    SELECT * INTO done FROM gardefou.acts WHERE id = _act AND sequence IS NULL AND closed_at IS NULL FOR UPDATE;
    IF NOT FOUND OR NOT gardefou.signs_at(done.site_id)
        OR NOT EXISTS (SELECT 1 FROM gardefou.act_signatures WHERE act_id = _act) THEN
        RAISE EXCEPTION 'this act is not open' USING ERRCODE = 'GF004';
    END IF;
    UPDATE gardefou.acts SET (effected_at, sequence) =
        (SELECT greatest(least(_at, clock_timestamp() + interval '5 minutes'), max(b.effected_at)), coalesce(max(b.sequence), 0) + 1
         FROM gardefou.acts b WHERE b.site_id = done.site_id) WHERE id = _act;
    SELECT c.document INTO terms FROM gardefou.charters_in_force() c WHERE c.site_id = done.site_id;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'no charter is in force at this site' USING ERRCODE = 'GF004';
    END IF;
    recordings := make_interval(hours => 24 * (terms -> 'retention' ->> 'recordings_days')::integer);
    analyses := make_interval(hours => 24 * (terms -> 'retention' ->> 'analyses_days')::integer);
    INSERT INTO gardefou.charters (digest, document) VALUES (_charter, terms) ON CONFLICT DO NOTHING;
    UPDATE gardefou.sites SET charter_digest = _charter, revision = revision + 1,
        scorecard_digest = CASE WHEN done.kind = 'scorecard' THEN done.document ->> 'digest' ELSE scorecard_digest END,
        state = CASE WHEN done.kind = 'suspension' OR _stopped THEN 'suspended' WHEN done.kind = 'resumption' THEN 'open' ELSE state END
    WHERE id = done.site_id;
    UPDATE gardefou.calls SET
        recording_expires_at = least(recording_expires_at, started_at + recordings),
        analyses_expire_at = least(analyses_expire_at, started_at + analyses)
    WHERE site_id = done.site_id
        AND (recording_expires_at > started_at + recordings OR analyses_expire_at > started_at + analyses);
END $$;

CREATE FUNCTION gardefou.close_act(_act uuid) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    UPDATE gardefou.acts SET closed_at = clock_timestamp(), closed_by = gardefou.person()
    WHERE id = _act AND sequence IS NULL AND closed_at IS NULL AND gardefou.signs_at(site_id);
    RETURN FOUND;
END $$;

-- Who proposed and commented, for those who sit at the table; others at the site read what was signed.
CREATE FUNCTION gardefou.names_of_acts(_site uuid) RETURNS TABLE (person_id uuid, name text)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT DISTINCT p.id, p.name FROM gardefou.people p
    WHERE (gardefou.signs_at(_site) OR (_site = gardefou.own_site() AND gardefou.has_role('data_protection_officer')))
        AND p.id IN (SELECT a.proposed_by FROM gardefou.acts a WHERE a.site_id = _site
            UNION SELECT a.closed_by FROM gardefou.acts a WHERE a.site_id = _site
            UNION SELECT c.person_id FROM gardefou.act_comments c JOIN gardefou.acts a ON a.id = c.act_id WHERE a.site_id = _site) $$;

DO $$
DECLARE name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['acts', 'act_signatures', 'act_comments', 'clock'] LOOP
        EXECUTE format('ALTER TABLE gardefou.%I ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('ALTER TABLE gardefou.%I FORCE ROW LEVEL SECURITY', name);
        EXECUTE format('CREATE POLICY owner_all ON gardefou.%I TO gardefou_owner USING (true) WITH CHECK (true)', name);
    END LOOP;
END $$;
CREATE POLICY of_the_site ON gardefou.acts FOR SELECT TO gardefou_web USING (site_id = (SELECT gardefou.own_site()));
CREATE POLICY proposes ON gardefou.acts FOR INSERT TO gardefou_web
    WITH CHECK (gardefou.signs_at(site_id) AND proposed_by = (SELECT gardefou.person()) AND sequence IS NULL AND closed_at IS NULL
        AND ((side = 'employees' AND gardefou.has_role('representative'))
            OR (side = 'employer' AND gardefou.has_role('employer_signatory'))));
CREATE POLICY of_the_site ON gardefou.act_signatures FOR SELECT TO gardefou_web
    USING (act_id IN (SELECT id FROM gardefou.acts));
CREATE POLICY signs ON gardefou.act_signatures FOR INSERT TO gardefou_web
    WITH CHECK (EXISTS (SELECT 1 FROM gardefou.acts a WHERE a.id = act_id AND a.sequence IS NULL AND a.closed_at IS NULL
        AND gardefou.signs_at(a.site_id)));
CREATE POLICY at_the_table ON gardefou.act_comments FOR SELECT TO gardefou_web
    USING (EXISTS (SELECT 1 FROM gardefou.acts a WHERE a.id = act_id AND (gardefou.signs_at(a.site_id)
        OR gardefou.has_role('data_protection_officer'))));
CREATE POLICY comments ON gardefou.act_comments FOR INSERT TO gardefou_web
    WITH CHECK (person_id = (SELECT gardefou.person()) AND EXISTS (SELECT 1 FROM gardefou.acts a WHERE a.id = act_id
        AND a.sequence IS NULL AND a.closed_at IS NULL AND gardefou.signs_at(a.site_id)));

GRANT SELECT ON gardefou.acts, gardefou.act_signatures, gardefou.act_comments TO gardefou_web;
GRANT INSERT (id, site_id, kind, document, side, proposed_by) ON gardefou.acts TO gardefou_web;
GRANT INSERT (act_id, key, value) ON gardefou.act_signatures TO gardefou_web;
GRANT INSERT (act_id, person_id, text) ON gardefou.act_comments TO gardefou_web;

REVOKE EXECUTE ON FUNCTION gardefou.act_is_fixed, gardefou.advance_clock, gardefou.marks_of_call, gardefou.marks_of_person,
    gardefou.site_for_gate, gardefou.site_for_signing, gardefou.person_for_gate, gardefou.call_for_gate, gardefou.effected_acts,
    gardefou.signs_at, gardefou.take_effect, gardefou.close_act, gardefou.names_of_acts,
    gardefou.charters_in_force FROM PUBLIC;
GRANT EXECUTE ON FUNCTION gardefou.site_for_gate, gardefou.person_for_gate, gardefou.call_for_gate, gardefou.effected_acts
    TO gardefou_web, gardefou_worker;
GRANT EXECUTE ON FUNCTION gardefou.site_for_signing, gardefou.signs_at, gardefou.take_effect, gardefou.close_act,
    gardefou.names_of_acts TO gardefou_web;
GRANT EXECUTE ON FUNCTION gardefou.advance_clock, gardefou.charters_in_force TO gardefou_worker;
