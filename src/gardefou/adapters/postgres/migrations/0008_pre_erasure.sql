-- Erasure at somebody's request, freezes, objections of customers, and the register of requests.

-- What stays of an erased call: a hash of its names, so that it does not come back, and its id, so that a restored backup
-- can be told what is gone. A call that nobody has sent yet has no id; one that is frozen is still here, and waits.
ALTER TABLE gardefou.erasures ADD COLUMN call_id uuid, ADD COLUMN site_id uuid REFERENCES gardefou.sites,
    ADD COLUMN waits boolean NOT NULL DEFAULT false,
    ADD COLUMN cause text NOT NULL DEFAULT 'adviser' CHECK (cause IN ('adviser', 'request', 'objection'));
CREATE INDEX erasures_by_call ON gardefou.erasures (call_id) WHERE call_id IS NOT NULL;
CREATE INDEX erasures_waiting ON gardefou.erasures (call_id) WHERE waits;
CREATE INDEX calls_by_customer ON gardefou.calls (customer_reference) WHERE customer_reference IS NOT NULL;
-- Names of calls stand in no statistics, which outlive the rows that they were taken from.
ALTER TABLE gardefou.calls ALTER external_id SET STATISTICS 0, ALTER customer_reference SET STATISTICS 0,
    ALTER sound_digest SET STATISTICS 0;

-- A call that somebody wants kept and not used (GDPR article 18); one row for each time.
CREATE TABLE gardefou.freezes (
    id uuid PRIMARY KEY DEFAULT uuidv7(),
    call_id uuid NOT NULL REFERENCES gardefou.calls ON DELETE CASCADE,
    asked_by text NOT NULL CHECK (asked_by IN ('adviser', 'customer')),
    frozen_by uuid REFERENCES gardefou.people,  -- none where restoring a backup froze it again
    frozen_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    lifted_by uuid REFERENCES gardefou.people,
    lifted_at timestamptz,
    CHECK ((lifted_by IS NULL) = (lifted_at IS NULL))
);
CREATE UNIQUE INDEX freezes_in_force ON gardefou.freezes (call_id) WHERE lifted_at IS NULL;
CREATE INDEX freezes_by_call ON gardefou.freezes (call_id);

-- What people ask for their data, with the date by which they have an answer; never what they wrote.
CREATE TABLE gardefou.requests (
    id uuid PRIMARY KEY DEFAULT uuidv7(),
    site_id uuid NOT NULL REFERENCES gardefou.sites,
    kind text NOT NULL CHECK (kind IN ('access', 'rectification', 'erasure', 'restriction', 'objection')),
    person_id uuid REFERENCES gardefou.people ON DELETE SET NULL,
    reference bytea,
    received_on date NOT NULL,
    due_on date NOT NULL CHECK (due_on >= received_on),
    recorded_by uuid NOT NULL REFERENCES gardefou.people,
    recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    extended_on date,
    extended_because text CHECK (extended_because IN ('complexity', 'number')),
    answered_on date,
    answered_by uuid REFERENCES gardefou.people,
    outcome text CHECK (outcome IN ('granted', 'partly', 'refused', 'withdrawn')),
    CHECK (person_id IS NULL OR reference IS NULL),
    CHECK ((extended_on IS NULL) = (extended_because IS NULL)),
    CHECK ((answered_on IS NULL) = (outcome IS NULL) AND (answered_on IS NULL) = (answered_by IS NULL))
);
CREATE INDEX requests_by_site ON gardefou.requests (site_id, due_on);

-- Who did what is kept for twelve months, and an answered request for three years; the clock of the machine cannot be put
-- ahead to be rid of them, as the latest time that was seen counts.
CREATE FUNCTION gardefou.audit_is_kept() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF TG_OP = 'DELETE' AND OLD.at < (SELECT least(seen_at, clock_timestamp()) - interval '12 months' FROM gardefou.clock) THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION '% of % is not possible', TG_OP, TG_TABLE_NAME USING ERRCODE = 'GF001';
END $$;
DROP TRIGGER audit_is_fixed ON gardefou.audit;
CREATE TRIGGER audit_is_fixed BEFORE UPDATE OR DELETE ON gardefou.audit
    FOR EACH ROW EXECUTE FUNCTION gardefou.audit_is_kept();

CREATE FUNCTION gardefou.drop_old_entries() RETURNS TABLE (entries bigint, requests bigint)
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE today timestamptz := (SELECT least(seen_at, clock_timestamp()) FROM gardefou.clock);
BEGIN
    DELETE FROM gardefou.audit a WHERE a.at < today - interval '12 months';
    GET DIAGNOSTICS entries = ROW_COUNT;
    DELETE FROM gardefou.requests r WHERE r.answered_on < today - interval '3 years';
    GET DIAGNOSTICS requests = ROW_COUNT;
    RETURN NEXT;
END $$;

-- Each night's work, of numbers, and what failed; never content.
CREATE TABLE gardefou.retention_runs (
    began_at timestamptz PRIMARY KEY DEFAULT clock_timestamp(),
    document jsonb NOT NULL
);

DO $$
DECLARE name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['freezes', 'requests', 'retention_runs'] LOOP
        EXECUTE format('ALTER TABLE gardefou.%I ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('ALTER TABLE gardefou.%I FORCE ROW LEVEL SECURITY', name);
        EXECUTE format('CREATE POLICY owner_all ON gardefou.%I TO gardefou_owner USING (true) WITH CHECK (true)', name);
    END LOOP;
END $$;
CREATE POLICY worker_reads ON gardefou.freezes FOR SELECT TO gardefou_worker USING (true);
CREATE POLICY worker_reads ON gardefou.erasures FOR SELECT TO gardefou_worker USING (true);
GRANT SELECT ON gardefou.freezes, gardefou.erasures TO gardefou_worker;

-- Whoever asks is the data-protection officer of the site; a process that is not the web server acts for nobody.
CREATE FUNCTION gardefou.is_officer_of(_site uuid) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
    $$ SELECT coalesce(_site = gardefou.own_site() AND gardefou.has_role('data_protection_officer'), false) $$;

CREATE FUNCTION gardefou.is_frozen(_call uuid) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
    $$ SELECT EXISTS (SELECT 1 FROM gardefou.freezes WHERE call_id = _call AND lifted_at IS NULL) $$;

-- As in 0005; nobody waits for an answer on a call that is frozen.
CREATE OR REPLACE FUNCTION gardefou.tasks() RETURNS TABLE (waiting bigint, reviews bigint)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT (SELECT count(*) FROM gardefou.calls c JOIN gardefou.reviews r ON r.call_id = c.id
            WHERE c.adviser_id = gardefou.person() AND r.state IN ('offered', 'decided') AND NOT gardefou.is_frozen(c.id)),
        (SELECT count(*) FROM gardefou.waiting_reviews() w WHERE NOT w.is_hidden) $$;

-- What holds a call, for the gate.
CREATE OR REPLACE FUNCTION gardefou.marks_of_call(_call uuid) RETURNS jsonb
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
    $$ SELECT jsonb_build_object('is_frozen', gardefou.is_frozen(_call),
        'is_to_go', EXISTS (SELECT 1 FROM gardefou.erasures WHERE call_id = _call)) $$;

-- The row is locked when this looks, so that of a freeze and a removal at once the later one sees the other.
CREATE FUNCTION gardefou.frozen_stays() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.status = 'drawn' AND NEW.status = 'drawn'
        AND NEW.recording_gone_at IS NOT DISTINCT FROM OLD.recording_gone_at THEN
        RETURN NEW;  -- its sound was not heard in time: raw sound may hold card data, which no freeze keeps
    END IF;
    IF gardefou.is_frozen(OLD.id) THEN
        RAISE EXCEPTION 'this call is frozen' USING ERRCODE = 'GF006';
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER frozen_stays BEFORE DELETE OR UPDATE OF status, recording_gone_at, lost_at ON gardefou.calls
    FOR EACH ROW EXECUTE FUNCTION gardefou.frozen_stays();

CREATE FUNCTION gardefou.name_hash(_site uuid, _source text, _external_id text) RETURNS bytea
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
    $$ SELECT sha256(gardefou.with_length(code) || gardefou.with_length(_source) || gardefou.with_length(_external_id))
       FROM gardefou.sites WHERE id = _site $$;

-- Whoever keeps a call and whoever objects to it wait for each other, by the name of the call.
CREATE FUNCTION gardefou.lock_of_name(_key_hash bytea) RETURNS bigint
    LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS
    $$ SELECT ('x' || encode(substring(_key_hash for 8), 'hex'))::bit(64)::bigint $$;

CREATE OR REPLACE FUNCTION gardefou.draw_of(_key_hash bytea) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM pg_advisory_xact_lock_shared(gardefou.lock_of_name(_key_hash));
    IF EXISTS (SELECT 1 FROM gardefou.erasures
               WHERE key_hash = _key_hash AND (site_id IS NULL OR gardefou.concerns_caller(site_id))) THEN
        RETURN false;
    END IF;
    RETURN (SELECT drawn FROM gardefou.draws WHERE key_hash = _key_hash AND gardefou.concerns_caller(site_id));
END $$;

CREATE FUNCTION gardefou.add_erasure(_key_hash bytea, _call uuid, _site uuid, _cause text, _waits boolean) RETURNS void
    LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    INSERT INTO gardefou.erasures (key_hash, call_id, site_id, cause, waits) VALUES (_key_hash, _call, _site, _cause, _waits)
    ON CONFLICT (key_hash) DO UPDATE SET call_id = coalesce(excluded.call_id, erasures.call_id), site_id = excluded.site_id,
        waits = excluded.waits $$;

-- A call goes with all that was made of it, and leaves its tombstone: on its adviser's word where the charter allows it, at
-- a request that the site's data-protection officer answers, or because it was asked for before.
DROP FUNCTION IF EXISTS gardefou.forget_own_call(uuid);
CREATE FUNCTION gardefou.erase_call(_call uuid, _cause text)
    RETURNS TABLE (key_hash bytea, call_id uuid, site_id uuid)
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE gone record;
BEGIN
    SELECT c.id, c.site_id AS site, gardefou.name_hash(c.site_id, c.source, c.external_id) AS hash INTO gone
        FROM gardefou.calls c LEFT JOIN gardefou.charters_in_force() ch ON ch.site_id = c.site_id
        WHERE c.id = _call AND CASE
            WHEN session_user <> 'gardefou_web' THEN true
            WHEN _cause = 'adviser' THEN c.adviser_id = gardefou.person()
                AND coalesce((ch.document ->> 'erasure_by_adviser')::boolean, false)
            ELSE gardefou.is_officer_of(c.site_id) END
        FOR UPDATE OF c;
    IF NOT FOUND THEN
        RETURN;
    END IF;
    DELETE FROM gardefou.calls WHERE id = gone.id;
    PERFORM gardefou.add_erasure(gone.hash, gone.id, gone.site, _cause, false);
    RETURN QUERY SELECT gone.hash, gone.id, gone.site;
END $$;

-- A customer objects to a call by its names: one that is not here yet is never kept, one that is here goes, unless it is
-- frozen: then it goes as soon as that is lifted.
CREATE FUNCTION gardefou.object_to_call(_site uuid, _source text, _external_id text)
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

CREATE FUNCTION gardefou.freeze_call(_call uuid, _asked_by text) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM 1 FROM gardefou.calls c WHERE c.id = _call AND gardefou.is_officer_of(c.site_id) FOR UPDATE;
    IF NOT FOUND OR gardefou.is_frozen(_call) THEN
        RETURN false;
    END IF;
    INSERT INTO gardefou.freezes (call_id, asked_by, frozen_by) VALUES (_call, _asked_by, gardefou.person());
    RETURN true;
END $$;

-- Since when a call is frozen, and the last days that stand still meanwhile.
CREATE FUNCTION gardefou.freeze_of(_call uuid)
    RETURNS TABLE (frozen_at timestamptz, asked_by text, state text, closes_on date, reply_closes_on date, due_on date)
    LANGUAGE sql STABLE SECURITY DEFINER ROWS 1 SET search_path = pg_catalog, pg_temp AS
    $$ SELECT f.frozen_at, f.asked_by, r.state, r.closes_on, r.reply_closes_on, r.due_on
       FROM gardefou.freezes f JOIN gardefou.calls c ON c.id = f.call_id LEFT JOIN gardefou.reviews r ON r.call_id = c.id
       WHERE f.call_id = _call AND f.lifted_at IS NULL AND gardefou.is_officer_of(c.site_id) $$;

-- What stood still goes on until the later days that are given; no day comes nearer.
CREATE FUNCTION gardefou.lift_freeze(_call uuid, _closes_on date, _reply_closes_on date, _due_on date) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM 1 FROM gardefou.calls c WHERE c.id = _call AND gardefou.is_officer_of(c.site_id) FOR UPDATE;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    UPDATE gardefou.freezes SET lifted_at = clock_timestamp(), lifted_by = gardefou.person()
        WHERE call_id = _call AND lifted_at IS NULL;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    UPDATE gardefou.reviews SET closes_on = greatest(closes_on, _closes_on),
        reply_closes_on = CASE WHEN reply_closes_on IS NOT NULL THEN greatest(reply_closes_on, _reply_closes_on) END,
        due_on = CASE WHEN due_on IS NOT NULL THEN greatest(due_on, _due_on) END
        WHERE call_id = _call;
    RETURN true;
END $$;

-- The calls of one adviser or of one customer, at the site of the officer who asks; ids, dates and states, no content.
CREATE FUNCTION gardefou.calls_of_subject(_number text, _reference bytea)
    RETURNS TABLE (id uuid, started_at timestamptz, received_at timestamptz, direction text, sound_ms integer, status text,
        is_frozen boolean, recording_expires_at timestamptz, analyses_expire_at timestamptz, recording_gone_at timestamptz)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT c.id, c.started_at, c.received_at, c.direction, c.sound_ms, c.status, gardefou.is_frozen(c.id),
        c.recording_expires_at, c.analyses_expire_at, c.recording_gone_at
    FROM gardefou.calls c WHERE gardefou.is_officer_of(c.site_id) AND (c.customer_reference = _reference OR c.adviser_id =
        (SELECT p.id FROM gardefou.people p WHERE p.number = _number AND p.site_id = c.site_id))
    ORDER BY c.started_at DESC $$;

-- The words of a call that belongs to a request of access, for the officer of its site.
CREATE FUNCTION gardefou.transcript_for_officer(_call uuid) RETURNS TABLE (version integer, content bytea)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
    $$ SELECT t.version, t.content FROM gardefou.transcripts t JOIN gardefou.calls c ON c.id = t.call_id
       WHERE t.call_id = _call AND gardefou.is_officer_of(c.site_id) ORDER BY t.version DESC LIMIT 1 $$;

-- The register of requests.
CREATE FUNCTION gardefou.requests_of_site()
    RETURNS TABLE (id uuid, kind text, number text, is_of_customer boolean, received_on date, due_on date,
        extended_on date, extended_because text, answered_on date, outcome text)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
    $$ SELECT r.id, r.kind, p.number, r.reference IS NOT NULL, r.received_on, r.due_on, r.extended_on, r.extended_because,
           r.answered_on, r.outcome
       FROM gardefou.requests r LEFT JOIN gardefou.people p ON p.id = r.person_id
       WHERE gardefou.is_officer_of(r.site_id) ORDER BY r.answered_on DESC NULLS FIRST, r.due_on, r.id $$;

CREATE FUNCTION gardefou.add_request(_kind text, _number text, _reference bytea, _received_on date, _due_on date) RETURNS uuid
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    about uuid;
    added uuid;
BEGIN
    IF NOT gardefou.is_officer_of(gardefou.own_site()) THEN
        RETURN NULL;
    END IF;
    IF _number IS NOT NULL THEN
        SELECT id INTO about FROM gardefou.people WHERE number = _number AND site_id = gardefou.own_site();
        IF NOT FOUND THEN
            RETURN NULL;
        END IF;
    END IF;
    INSERT INTO gardefou.requests (site_id, kind, person_id, reference, received_on, due_on, recorded_by)
        VALUES (gardefou.own_site(), _kind, about, _reference, _received_on, _due_on, gardefou.person())
        RETURNING id INTO added;
    RETURN added;
END $$;

CREATE FUNCTION gardefou.extend_request(_id uuid, _on date, _due_on date, _because text) RETURNS boolean
    LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    WITH changed AS (
        UPDATE gardefou.requests SET extended_on = _on, extended_because = _because, due_on = _due_on
        WHERE id = _id AND gardefou.is_officer_of(site_id) AND extended_on IS NULL AND answered_on IS NULL
            AND due_on >= _on AND _due_on > due_on
        RETURNING 1)
    SELECT EXISTS (SELECT 1 FROM changed) $$;

CREATE FUNCTION gardefou.answer_request(_id uuid, _on date, _outcome text) RETURNS boolean
    LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    WITH changed AS (
        UPDATE gardefou.requests SET answered_on = _on, answered_by = gardefou.person(), outcome = _outcome
        WHERE id = _id AND gardefou.is_officer_of(site_id) AND answered_on IS NULL AND received_on <= _on
        RETURNING 1)
    SELECT EXISTS (SELECT 1 FROM changed) $$;

REVOKE EXECUTE ON FUNCTION gardefou.is_officer_of, gardefou.is_frozen, gardefou.frozen_stays,
    gardefou.audit_is_kept, gardefou.drop_old_entries,
    gardefou.name_hash, gardefou.lock_of_name, gardefou.draw_of, gardefou.add_erasure, gardefou.erase_call,
    gardefou.object_to_call, gardefou.freeze_call, gardefou.freeze_of, gardefou.lift_freeze, gardefou.calls_of_subject,
    gardefou.transcript_for_officer, gardefou.requests_of_site, gardefou.add_request, gardefou.extend_request,
    gardefou.answer_request FROM PUBLIC;
GRANT EXECUTE ON FUNCTION gardefou.is_frozen, gardefou.draw_of, gardefou.erase_call,
    gardefou.object_to_call TO gardefou_web, gardefou_worker;
GRANT EXECUTE ON FUNCTION gardefou.freeze_call, gardefou.freeze_of, gardefou.lift_freeze, gardefou.calls_of_subject,
    gardefou.transcript_for_officer, gardefou.requests_of_site, gardefou.add_request, gardefou.extend_request,
    gardefou.answer_request TO gardefou_web;

CREATE POLICY worker_reads ON gardefou.retention_runs FOR SELECT TO gardefou_worker USING (true);
GRANT SELECT ON gardefou.retention_runs TO gardefou_worker;
