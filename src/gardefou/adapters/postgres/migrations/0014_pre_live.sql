-- What the process of live calls reaches: signing in, the gate's decision, and the reception of calls that are drawn. It
-- reads no call, no words and no figure, and changes nobody's account. The words of live assist are in no table (S7).

DO $$
DECLARE name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['installation', 'charters', 'sites'] LOOP
        EXECUTE format('CREATE POLICY live_reads ON gardefou.%I FOR SELECT TO gardefou_live USING (true)', name);
        EXECUTE format('GRANT SELECT ON gardefou.%I TO gardefou_live', name);
    END LOOP;
END $$;

-- Systems whose calls come in while they go on; no other call is any of the live process's.
CREATE FUNCTION gardefou.is_telephony(_source text) RETURNS boolean
    LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$ SELECT _source IN ('audiohook') $$;

CREATE POLICY live_receives ON gardefou.calls FOR INSERT TO gardefou_live
    WITH CHECK (status = 'drawn' AND gardefou.is_telephony(source) AND gardefou.works_at(adviser_id, site_id));
CREATE POLICY live_receives ON gardefou.draws FOR INSERT TO gardefou_live WITH CHECK (true);
-- Never in the name of a person: who uses live assist stands nowhere (S8).
CREATE POLICY live_writes ON gardefou.audit FOR INSERT TO gardefou_live
    WITH CHECK (actor_kind = 'process' AND actor LIKE 'live:%' AND verb IN ('receive', 'keep', 'object'));

GRANT USAGE ON SCHEMA gardefou TO gardefou_live;
GRANT INSERT ON gardefou.draws TO gardefou_live;
GRANT INSERT (id, site_id, source, external_id, adviser_id, team, direction, started_at, week, roles, language,
    customer_reference, sound_digest, sound_ms, original_audio, simulated, received_at, recording_expires_at,
    analyses_expire_at) ON gardefou.calls TO gardefou_live;
GRANT INSERT (actor_kind, actor, verb, purpose, site_id, call_id, charter_digest, refused_by) ON gardefou.audit
    TO gardefou_live;

-- Whose session of the pages it is, as session_of tells; nothing is noted, so that nobody can tell from it who uses live
-- assist (S8). How long the pages were left alone does not count here: whoever is helped all day uses no other page.
CREATE FUNCTION gardefou.session_read(_digest bytea)
    RETURNS TABLE (person_id uuid, number text, name text, language text, roles text[], team text, site text, zone text,
        charter_digest text)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT p.id, p.number, p.name, p.language, p.roles, p.team, s.code, s.zone, s.charter_digest
    FROM gardefou.sessions o
        JOIN gardefou.accounts a ON a.person_id = o.person_id AND a.disabled_at IS NULL
        JOIN gardefou.people p ON p.id = o.person_id
        JOIN gardefou.sites s ON s.id = p.site_id
    WHERE o.digest = _digest AND o.expires_at > now() $$;

-- As in 0003; the process of live calls forgets a lost call of the telephone alone.
CREATE OR REPLACE FUNCTION gardefou.forget_lost(_call uuid) RETURNS void
    LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
    $$ DELETE FROM gardefou.calls WHERE id = _call AND lost_at IS NOT NULL AND gardefou.concerns_caller(site_id)
       AND (session_user <> 'gardefou_live' OR gardefou.is_telephony(source)) $$;

-- As in 0008; the process of live calls takes objections to calls of the telephone alone.
CREATE OR REPLACE FUNCTION gardefou.object_to_call(_site uuid, _source text, _external_id text)
    RETURNS TABLE (key_hash bytea, call_id uuid, site_id uuid, is_frozen boolean)
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    hash bytea := gardefou.name_hash(_site, _source, _external_id);
    found_call uuid;
    frozen boolean := false;
BEGIN
    IF session_user = 'gardefou_web' AND NOT gardefou.is_officer_of(_site)
        AND _site IS DISTINCT FROM gardefou.site_of_sender() THEN
        RAISE EXCEPTION 'this site is none of the caller''s' USING ERRCODE = 'GF004';
    END IF;
    IF session_user = 'gardefou_live' AND NOT gardefou.is_telephony(_source) THEN
        RAISE EXCEPTION 'this call is none of the caller''s' USING ERRCODE = 'GF004';
    END IF;
    PERFORM pg_advisory_xact_lock(gardefou.lock_of_name(hash));
    SELECT c.id INTO found_call FROM gardefou.calls c
        WHERE c.site_id = _site AND c.source = _source AND c.external_id = _external_id FOR UPDATE;
    IF found_call IS NOT NULL THEN
        frozen := gardefou.is_frozen(found_call);
        IF NOT frozen THEN
            DELETE FROM gardefou.calls WHERE id = found_call;
        END IF;
    END IF;
    PERFORM gardefou.add_erasure(hash, found_call, _site, 'objection', frozen);
    RETURN QUERY SELECT hash, found_call, _site, frozen;
END $$;

-- What follows is as in 0007, 0009 and 0010, and names who acts for whoever runs the machine: the owner, and no other role.
CREATE OR REPLACE FUNCTION gardefou.signs_at(_site uuid) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT session_user = 'gardefou_owner' OR coalesce(_site = gardefou.own_site()
        AND (gardefou.has_role('representative') OR gardefou.has_role('employer_signatory')), false) $$;

CREATE OR REPLACE FUNCTION gardefou.may_record(_site uuid, _kind text, _role text) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce(_role = ANY (CASE _kind
            WHEN 'opinion' THEN ARRAY['representative']
            WHEN 'question' THEN ARRAY['representative']
            WHEN 'impact_assessment' THEN ARRAY['data_protection_officer', 'employer_signatory']
            WHEN 'training' THEN ARRAY['employer_signatory', 'administrator']
            ELSE ARRAY['employer_signatory'] END)
        AND ((session_user = 'gardefou_owner' AND _kind NOT IN ('opinion', 'question'))
            OR (_site = gardefou.own_site() AND gardefou.has_role(_role))), false) $$;

CREATE OR REPLACE FUNCTION gardefou.reads_registers(_site uuid) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT session_user = 'gardefou_owner' OR coalesce(_site = gardefou.own_site()
        AND (gardefou.has_role('representative') OR gardefou.has_role('employer_signatory')
            OR gardefou.has_role('data_protection_officer') OR gardefou.has_role('administrator')), false) $$;

CREATE OR REPLACE FUNCTION gardefou.close_act(_act uuid) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    UPDATE gardefou.acts SET closed_at = clock_timestamp(), closed_by = gardefou.person()
    WHERE id = _act AND sequence IS NULL AND closed_at IS NULL AND gardefou.signs_at(site_id)
        AND (session_user = 'gardefou_owner' OR kind NOT IN ('suspension', 'succession')
            OR (side = 'employees' AND gardefou.has_role('representative'))
            OR (side = 'employer' AND gardefou.has_role('employer_signatory')));
    RETURN FOUND;
END $$;

GRANT EXECUTE ON FUNCTION gardefou.person, gardefou.sender, gardefou.concerns_caller, gardefou.works_at,
    gardefou.site_for_gate, gardefou.effected_acts, gardefou.records_of_site, gardefou.question_due,
    gardefou.marks_of_adviser, gardefou.refuses_recording, gardefou.adviser_of_number, gardefou.drawn_in_week,
    gardefou.waiting_ms, gardefou.known_call, gardefou.draw_of, gardefou.forget_lost, gardefou.object_to_call,
    gardefou.session_read, gardefou.is_telephony, gardefou.workers_alive TO gardefou_live;

-- As in 0006; the process of live calls has calls heard, and nothing else done.
CREATE OR REPLACE FUNCTION gardefou.enqueue(_step text, _queue text, _call uuid, _at timestamptz) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = gardefou, jobs, pg_catalog, pg_temp AS $$
BEGIN
    IF _step NOT IN ('hear', 'measure', 'classify', 'evaluate', 'offer', 'shadow') THEN
        RAISE EXCEPTION 'no step is named %', _step USING ERRCODE = 'GF003';
    END IF;
    IF session_user IN ('gardefou_web', 'gardefou_live') AND (_step <> 'hear' OR NOT EXISTS (
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
GRANT EXECUTE ON FUNCTION gardefou.enqueue TO gardefou_live;
