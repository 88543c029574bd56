-- Who may sign in, and the sessions of those who did. Web has no right on these tables: it calls the functions below.

CREATE TABLE gardefou.accounts (
    person_id uuid PRIMARY KEY REFERENCES gardefou.people ON DELETE CASCADE,
    password_hash text NOT NULL,
    made_at timestamptz NOT NULL DEFAULT now(),
    changed_at timestamptz NOT NULL DEFAULT now(),
    disabled_at timestamptz
);
CREATE INDEX people_by_email ON gardefou.people (lower(email));

-- Of a session's token only a hash is here: it has 256 random bits, so a plain hash tells nothing.
CREATE TABLE gardefou.sessions (
    digest bytea PRIMARY KEY CHECK (octet_length(digest) = 32),
    person_id uuid NOT NULL REFERENCES gardefou.accounts ON DELETE CASCADE,
    made_at timestamptz NOT NULL DEFAULT now(),
    seen_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL
);
CREATE INDEX sessions_by_person ON gardefou.sessions (person_id);

-- Keyed hashes: neither what was typed nor from where can be read here. A row goes when its window has passed.
CREATE TABLE gardefou.sign_in_failures (
    login_hash bytea NOT NULL,
    address_hash bytea NOT NULL,
    at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX sign_in_failures_by_login ON gardefou.sign_in_failures (login_hash, at);
CREATE INDEX sign_in_failures_by_address ON gardefou.sign_in_failures (address_hash, at);

-- Another password, or an account closed: nobody stays signed in by it. A password hashed anew ends nothing.
CREATE FUNCTION gardefou.end_sessions() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    DELETE FROM gardefou.sessions WHERE person_id = NEW.person_id;
    RETURN NULL;
END $$;
CREATE TRIGGER changes_end_sessions AFTER UPDATE OF changed_at, disabled_at ON gardefou.accounts
    FOR EACH ROW EXECUTE FUNCTION gardefou.end_sessions();

-- Whose account a login names: a person's number or, whatever its case, an e-mail address that one person alone has.
CREATE FUNCTION gardefou.account_of(_login text) RETURNS TABLE (person_id uuid, password_hash text)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT a.person_id, a.password_hash FROM gardefou.accounts a
    WHERE a.disabled_at IS NULL AND a.person_id = coalesce(
        (SELECT p.id FROM gardefou.people p WHERE p.number = _login),
        (SELECT (array_agg(p.id))[1] FROM gardefou.people p WHERE lower(p.email) = lower(_login) HAVING count(*) = 1))
$$;

-- False when too many attempts of this login, or from this address, have failed. An attempt counts as failed until
-- `forget_failures` says otherwise, so that those made at once are counted too. The lock is "gard" in ASCII.
CREATE FUNCTION gardefou.begin_sign_in(
    _login bytea, _address bytea, _window_s double precision, _of_login integer, _of_address integer
) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(1734439524, 2);
    DELETE FROM gardefou.sign_in_failures WHERE at < clock_timestamp() - make_interval(secs => _window_s);
    IF (SELECT count(*) FROM gardefou.sign_in_failures WHERE login_hash = _login) >= _of_login
        OR (SELECT count(*) FROM gardefou.sign_in_failures WHERE address_hash = _address) >= _of_address THEN
        RETURN false;
    END IF;
    INSERT INTO gardefou.sign_in_failures (login_hash, address_hash) VALUES (_login, _address);
    RETURN true;
END $$;

CREATE FUNCTION gardefou.forget_failures(_login bytea) RETURNS void
    LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
    $$ DELETE FROM gardefou.sign_in_failures WHERE login_hash = _login $$;

-- The same password under newer parameters; whoever calls it knows the hash that it replaces.
CREATE FUNCTION gardefou.rehash_account(_person uuid, _former text, _hash text) RETURNS void
    LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
    $$ UPDATE gardefou.accounts SET password_hash = _hash WHERE person_id = _person AND password_hash = _former $$;

CREATE FUNCTION gardefou.open_session(_person uuid, _digest bytea, _lasts_s double precision) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    DELETE FROM gardefou.sessions WHERE expires_at <= now();
    INSERT INTO gardefou.sessions (person_id, digest, expires_at)
        SELECT a.person_id, _digest, now() + make_interval(secs => _lasts_s)
        FROM gardefou.accounts a WHERE a.person_id = _person AND a.disabled_at IS NULL FOR SHARE;
END $$;

-- Who a session is of, as they stand now; it is noted as seen, twice a minute at most.
CREATE FUNCTION gardefou.session_of(_digest bytea, _idle_s double precision)
    RETURNS TABLE (person_id uuid, number text, name text, language text, roles text[], team text, site text, zone text,
        charter_digest text)
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE _person uuid;
BEGIN
    SELECT s.person_id INTO _person
        FROM gardefou.sessions s JOIN gardefou.accounts a ON a.person_id = s.person_id AND a.disabled_at IS NULL
        WHERE s.digest = _digest AND s.expires_at > now() AND s.seen_at > now() - make_interval(secs => _idle_s);
    UPDATE gardefou.sessions SET seen_at = now()
        WHERE digest = _digest AND _person IS NOT NULL AND seen_at < now() - interval '30 seconds';
    RETURN QUERY SELECT p.id, p.number, p.name, p.language, p.roles, p.team, s.code, s.zone, s.charter_digest
        FROM gardefou.people p JOIN gardefou.sites s ON s.id = p.site_id WHERE p.id = _person;
END $$;

CREATE FUNCTION gardefou.close_session(_digest bytea) RETURNS void
    LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
    $$ DELETE FROM gardefou.sessions WHERE digest = _digest $$;

-- How many processes hear and evaluate calls now; of the jobs themselves web learns nothing.
CREATE FUNCTION gardefou.workers_alive() RETURNS bigint
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
    $$ SELECT count(*) FROM jobs.procrastinate_workers WHERE last_heartbeat > now() - interval '60 seconds' $$;

DO $$
DECLARE name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['accounts', 'sessions', 'sign_in_failures'] LOOP
        EXECUTE format('ALTER TABLE gardefou.%I ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('ALTER TABLE gardefou.%I FORCE ROW LEVEL SECURITY', name);
        EXECUTE format('CREATE POLICY owner_all ON gardefou.%I TO gardefou_owner USING (true) WITH CHECK (true)', name);
    END LOOP;
END $$;

REVOKE EXECUTE ON FUNCTION gardefou.end_sessions, gardefou.account_of, gardefou.begin_sign_in, gardefou.forget_failures,
    gardefou.rehash_account, gardefou.open_session, gardefou.session_of, gardefou.close_session, gardefou.workers_alive
    FROM PUBLIC;
GRANT EXECUTE ON FUNCTION gardefou.account_of, gardefou.begin_sign_in, gardefou.forget_failures, gardefou.rehash_account,
    gardefou.open_session, gardefou.session_of, gardefou.close_session, gardefou.workers_alive TO gardefou_web;
