-- What each role may reach. Settings gardefou.person and gardefou.sender live for one transaction; without them web sees no row.

CREATE FUNCTION gardefou.person() RETURNS uuid LANGUAGE sql STABLE AS
    $$ SELECT nullif(pg_catalog.current_setting('gardefou.person', true), '')::pg_catalog.uuid $$;
CREATE FUNCTION gardefou.sender() RETURNS uuid LANGUAGE sql STABLE AS
    $$ SELECT nullif(pg_catalog.current_setting('gardefou.sender', true), '')::pg_catalog.uuid $$;

CREATE FUNCTION gardefou.site_of_sender() RETURNS uuid
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
    $$ SELECT site_id FROM gardefou.tokens WHERE id = gardefou.sender() AND revoked_at IS NULL $$;

-- Functions below see more than their caller: to web they tell of its sender's site alone, of any site to a worker.
CREATE FUNCTION gardefou.concerns_caller(_site uuid) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
    $$ SELECT coalesce(session_user <> 'gardefou_web' OR _site = gardefou.site_of_sender(), false) $$;

CREATE FUNCTION gardefou.works_at(_person uuid, _site uuid) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
    $$ SELECT EXISTS (SELECT 1 FROM gardefou.people WHERE id = _person AND site_id = _site)
       AND gardefou.concerns_caller(_site) $$;

-- A change of sites waits for the gate's transactions under way, and those that come later wait for it: by row locks alone,
-- transactions that overlap would keep a suspension waiting without end. The lock is "gard" in ASCII.
CREATE FUNCTION gardefou.wait_for_gate() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(1734439524, 1);
    RETURN NULL;
END $$;
CREATE TRIGGER changes_wait BEFORE UPDATE ON gardefou.sites EXECUTE FUNCTION gardefou.wait_for_gate();

-- The gate's view: who asks is noted, and the site's row locked FOR SHARE, so that a suspension waits for this transaction
-- or refuses it.
CREATE FUNCTION gardefou.site_for_gate(_code text, _person text, _sender text)
    RETURNS TABLE (site_id uuid, code text, zone text, state text, charter_digest text)
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM pg_advisory_xact_lock_shared(1734439524, 1);
    PERFORM set_config('gardefou.person', _person, true), set_config('gardefou.sender', _sender, true);
    RETURN QUERY SELECT s.id, s.code, s.zone, s.state, s.charter_digest
        FROM gardefou.sites s WHERE s.code = _code FOR SHARE;
END $$;

-- Whose call it is, web learns of its own person's calls only: the decision needs no more, and who knows an adviser's id
-- could pass for that adviser.
CREATE FUNCTION gardefou.call_for_gate(_call uuid, _person text, _sender text)
    RETURNS TABLE (site_id uuid, code text, zone text, state text, charter_digest text, started_at timestamptz,
        simulated boolean, status text, adviser_id uuid, recording_expires_at timestamptz, analyses_expire_at timestamptz)
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM pg_advisory_xact_lock_shared(1734439524, 1);
    PERFORM set_config('gardefou.person', _person, true), set_config('gardefou.sender', _sender, true);
    RETURN QUERY SELECT s.id, s.code, s.zone, s.state, s.charter_digest, c.started_at, c.simulated, c.status,
            CASE WHEN session_user <> 'gardefou_web' OR c.adviser_id = gardefou.person() THEN c.adviser_id END,
            c.recording_expires_at, c.analyses_expire_at
        FROM gardefou.calls c JOIN gardefou.sites s ON s.id = c.site_id WHERE c.id = _call FOR SHARE OF s;
END $$;

CREATE FUNCTION gardefou.adviser_of_number(_site uuid, _number text) RETURNS TABLE (id uuid, team text)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
    $$ SELECT id, team FROM gardefou.people
       WHERE number = _number AND site_id = _site AND 'adviser' = ANY (roles) AND gardefou.concerns_caller(_site) $$;

CREATE FUNCTION gardefou.sender_of_digest(_digest bytea) RETURNS TABLE (id uuid, label text, site text)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
    $$ SELECT t.id, t.label, s.code FROM gardefou.tokens t JOIN gardefou.sites s ON s.id = t.site_id
       WHERE t.digest = _digest AND t.revoked_at IS NULL $$;

-- Locks the adviser's row, so that two calls that arrive at once are counted one after the other.
CREATE FUNCTION gardefou.drawn_in_week(_adviser uuid, _week text) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM 1 FROM gardefou.people WHERE id = _adviser AND gardefou.concerns_caller(site_id) FOR NO KEY UPDATE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'this adviser is none of the caller''s' USING ERRCODE = 'GF004';
    END IF;
    RETURN (SELECT count(*) FROM gardefou.calls WHERE adviser_id = _adviser AND week = _week);
END $$;

-- Sound that waits to be heard, in milliseconds: the reception keeps it under what can be heard in time.
CREATE FUNCTION gardefou.waiting_ms() RETURNS bigint
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
    $$ SELECT coalesce(sum(sound_ms), 0) FROM gardefou.calls
       WHERE status = 'drawn' AND parked_at IS NULL AND lost_at IS NULL $$;

-- A call arrives once: what is here under its three names, for whoever sends it again.
CREATE FUNCTION gardefou.known_call(_site uuid, _source text, _external_id text)
    RETURNS TABLE (id uuid, sound_digest bytea, lost boolean)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
    $$ SELECT id, sound_digest, lost_at IS NOT NULL FROM gardefou.calls
       WHERE site_id = _site AND source = _source AND external_id = _external_id AND gardefou.concerns_caller(_site) $$;

-- What the draw of a call gave: sent again under the same names, it gives nothing else.
CREATE FUNCTION gardefou.draw_of(_key_hash bytea) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
    $$ SELECT drawn FROM gardefou.draws WHERE key_hash = _key_hash AND gardefou.concerns_caller(site_id) $$;

-- A lost call has nothing but its row; sent again, it comes back as a new one.
CREATE FUNCTION gardefou.forget_lost(_call uuid) RETURNS void
    LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
    $$ DELETE FROM gardefou.calls WHERE id = _call AND lost_at IS NOT NULL AND gardefou.concerns_caller(site_id) $$;

-- Only steps of the flow are enqueued, and only with a call's id; one that waits already is left alone.
-- The lock is the step's own: the next one, enqueued before this one's job is gone, need not wait for a worker's next
-- look. Web has calls heard that its sender has just sent.
CREATE FUNCTION gardefou.enqueue(_step text, _queue text, _call uuid, _at timestamptz) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = gardefou, jobs, pg_catalog, pg_temp AS $$
BEGIN
    IF _step NOT IN ('hear', 'measure', 'classify', 'evaluate', 'offer') THEN
        RAISE EXCEPTION 'no step is named %', _step USING ERRCODE = 'GF003';
    END IF;
    IF session_user = 'gardefou_web' AND (_step <> 'hear' OR NOT EXISTS (
        SELECT 1 FROM gardefou.calls c WHERE c.id = _call AND c.status = 'drawn' AND gardefou.concerns_caller(c.site_id)
    )) THEN
        RAISE EXCEPTION 'this call is none of the caller''s' USING ERRCODE = 'GF004';
    END IF;
    BEGIN
        PERFORM jobs.procrastinate_defer_jobs_v1(ARRAY[ROW(
            _queue, _step, 0, _step || ':' || _call, _step || ':' || _call, jsonb_build_object('call', _call), _at
        )]::jobs.procrastinate_job_to_defer_v1[]);
    EXCEPTION WHEN unique_violation THEN
        NULL;
    END;
END $$;

DO $$
DECLARE name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['installation', 'charters', 'sites', 'people', 'tokens', 'draws', 'calls', 'statuses',
        'transcripts', 'redactions', 'measures', 'scorecards', 'evaluations', 'verdicts', 'audit'] LOOP
        EXECUTE format('ALTER TABLE gardefou.%I ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('ALTER TABLE gardefou.%I FORCE ROW LEVEL SECURITY', name);
        EXECUTE format('CREATE POLICY owner_all ON gardefou.%I TO gardefou_owner USING (true) WITH CHECK (true)', name);
    END LOOP;
    FOREACH name IN ARRAY ARRAY['installation', 'charters', 'sites', 'statuses', 'scorecards'] LOOP
        EXECUTE format('CREATE POLICY read_all ON gardefou.%I FOR SELECT TO gardefou_web, gardefou_worker USING (true)', name);
        EXECUTE format('GRANT SELECT ON gardefou.%I TO gardefou_web, gardefou_worker', name);
    END LOOP;
    FOREACH name IN ARRAY ARRAY['draws', 'calls', 'transcripts', 'redactions', 'measures', 'evaluations', 'verdicts'] LOOP
        EXECUTE format('CREATE POLICY worker_all ON gardefou.%I TO gardefou_worker USING (true) WITH CHECK (true)', name);
    END LOOP;
    FOREACH name IN ARRAY ARRAY['transcripts', 'redactions', 'measures', 'evaluations'] LOOP
        EXECUTE format($p$CREATE POLICY web_own ON gardefou.%I FOR SELECT TO gardefou_web
            USING (call_id IN (SELECT id FROM gardefou.calls))$p$, name);
    END LOOP;
END $$;

CREATE POLICY web_own ON gardefou.calls FOR SELECT TO gardefou_web USING (adviser_id = (SELECT gardefou.person()));
CREATE POLICY web_own ON gardefou.verdicts FOR SELECT TO gardefou_web
    USING (evaluation_id IN (SELECT id FROM gardefou.evaluations));
CREATE POLICY web_own ON gardefou.people FOR SELECT TO gardefou_web USING (id = (SELECT gardefou.person()));
CREATE POLICY worker_reads ON gardefou.people FOR SELECT TO gardefou_worker USING (true);
CREATE POLICY sends ON gardefou.calls FOR INSERT TO gardefou_web
    WITH CHECK (status = 'drawn' AND site_id = (SELECT gardefou.site_of_sender()) AND gardefou.works_at(adviser_id, site_id));
CREATE POLICY sends ON gardefou.draws FOR INSERT TO gardefou_web
    WITH CHECK (site_id = (SELECT gardefou.site_of_sender()));
-- Web writes entries in the name of whom this transaction is for, and of nobody else.
CREATE POLICY writes_own ON gardefou.audit FOR INSERT TO gardefou_web
    WITH CHECK ((actor_kind, actor) IN (('person', (SELECT gardefou.person())::text), ('sender', (SELECT gardefou.sender())::text)));
CREATE POLICY writes ON gardefou.audit FOR INSERT TO gardefou_worker WITH CHECK (true);
CREATE POLICY adds ON gardefou.scorecards FOR INSERT TO gardefou_worker WITH CHECK (true);

GRANT USAGE ON SCHEMA gardefou TO gardefou_web, gardefou_worker;
GRANT INSERT ON gardefou.draws TO gardefou_web, gardefou_worker;
GRANT SELECT ON gardefou.draws TO gardefou_worker;
GRANT SELECT ON gardefou.calls TO gardefou_web, gardefou_worker;
GRANT INSERT (id, site_id, source, external_id, adviser_id, team, direction, started_at, week, roles, language,
    customer_reference, sound_digest, sound_ms, original_audio, simulated, received_at, recording_expires_at,
    analyses_expire_at) ON gardefou.calls TO gardefou_web, gardefou_worker;
GRANT UPDATE (status, status_at, attempts, failures, parked_at, parked_reason, lost_at, recording_gone_at, sound_name,
    reason, reason_confidence, reason_start_ms, reason_end_ms) ON gardefou.calls TO gardefou_worker;
GRANT DELETE ON gardefou.calls TO gardefou_worker;
GRANT SELECT ON gardefou.transcripts, gardefou.redactions, gardefou.measures, gardefou.evaluations, gardefou.verdicts,
    gardefou.people TO gardefou_web;
GRANT SELECT, INSERT ON gardefou.transcripts, gardefou.redactions, gardefou.measures, gardefou.evaluations,
    gardefou.verdicts, gardefou.scorecards TO gardefou_worker;
GRANT SELECT ON gardefou.people TO gardefou_worker;
-- When an entry was written is for the database to say.
GRANT INSERT (actor_kind, actor, verb, purpose, site_id, call_id, charter_digest, refused_by) ON gardefou.audit
    TO gardefou_web, gardefou_worker;

REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA gardefou FROM PUBLIC;
GRANT EXECUTE ON FUNCTION gardefou.person, gardefou.sender, gardefou.site_of_sender, gardefou.concerns_caller,
    gardefou.works_at, gardefou.site_for_gate, gardefou.call_for_gate, gardefou.adviser_of_number,
    gardefou.drawn_in_week, gardefou.waiting_ms, gardefou.known_call, gardefou.draw_of, gardefou.forget_lost, gardefou.enqueue
    TO gardefou_web, gardefou_worker;
GRANT EXECUTE ON FUNCTION gardefou.sender_of_digest TO gardefou_web;

GRANT USAGE ON SCHEMA jobs TO gardefou_worker;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA jobs TO gardefou_worker;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA jobs TO gardefou_worker;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA jobs TO gardefou_worker;
