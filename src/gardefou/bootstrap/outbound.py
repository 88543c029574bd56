"""Every host that the settings make gardefou speak to."""

from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict

from gardefou.adapters.language_model.endpoint import read_endpoint
from gardefou.bootstrap.settings import Settings


def outbound_hosts(settings: Settings) -> dict[str, str]:
    """What is spoken to and what goes there, by the setting that names it; none by default."""
    hosts: dict[str, str] = {}
    if settings.database_url:
        host = _database_host(settings.database_url.get_secret_value())
        hosts["GARDEFOU_DATABASE_URL"] = f"{host} (PostgreSQL: all that the database holds)"
    if settings.judge_url:
        endpoint = read_endpoint(settings.judge_url)
        place = "this machine or a network of its own" if endpoint.is_near else "elsewhere"
        hosts["GARDEFOU_JUDGE_URL"] = f"{endpoint}, {place} (words of calls, for criteria of kind judge)"
    if settings.wrap_up_url:
        hosts["GARDEFOU_WRAP_UP_URL"] = f"{read_endpoint(settings.wrap_up_url)} (wrap-ups that an adviser sends)"
    return hosts


def _database_host(url: str) -> str:
    try:
        named = conninfo_to_dict(url)
    except ProgrammingError:
        return "an address that PostgreSQL does not understand"
    return str(named.get("host") or named.get("hostaddr") or "this machine")
