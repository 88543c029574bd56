"""Which of the acts of a site does not verify, and why: for whoever has to mend what was altered (S32)."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from gardefou.governance.acts import EffectedAct, Verify, signers
from gardefou.governance.standing import Standing, effect, signing_keys
from gardefou.kernel.errors import Refused


@dataclass(frozen=True, slots=True)
class VerifiedAct:
    """An act, how many keys signed it, and what is wrong with it; `fault` is None where nothing is."""

    act: EffectedAct
    keys: int
    fault: str | None


def verified_acts(
    acts: Iterable[EffectedAct], closures: Iterable[UUID], *, simulated: bool, verify: Verify
) -> tuple[VerifiedAct, ...]:
    """The acts of a site in order, up to the first that does not verify: what follows rests on it."""
    standing, found = Standing(closures=tuple(closures)), []
    for each in acts:
        signed, keys, fault = signers(each.act, each.signatures, verify), 0, None
        try:
            keys = len(signed & signing_keys(standing, each.act))
            standing = effect(standing, each.act, signed, each.at, simulated=simulated)
        except Refused as refused:
            fault = refused.text
        except Exception as error:  # whatever cannot be verified was altered
            fault = f"it cannot be read ({type(error).__name__})"
        found.append(VerifiedAct(each, keys, fault))
        if fault:
            break
    return tuple(found)
