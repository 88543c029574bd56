"""What names a call that a customer objects to."""

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from gardefou.adapters.documents.call_fields import LARGEST_DOCUMENT, Name, faults_of
from gardefou.intake.rules import Fault, NoticeRefused, unfit
from gardefou.kernel.call import CallKey


class ObjectionFields(BaseModel):
    """The three names of a call; it may be here, or still to come."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    site: Name = Field(description="The code of the site.")
    source: Name = Field(description="The telephone system that names the call.")
    external_id: Name = Field(description="Its name in the telephone system.")


def read_objection(source: object, document: bytes) -> CallKey:
    """The call that a JSON document names.

    Raises NoticeRefused with a fault for every field that is wrong.
    """
    if len(document) > LARGEST_DOCUMENT:
        raise NoticeRefused(source, [Fault("objection", f"is larger than {LARGEST_DOCUMENT} bytes")])
    try:
        said = ObjectionFields.model_validate_json(document)
    except ValidationError as error:
        raise NoticeRefused(source, faults_of(error)) from None
    return named_call(source, CallKey(said.site, said.source, said.external_id))


def named_call(source: object, key: CallKey) -> CallKey:
    """The key itself.

    Raises NoticeRefused with a fault for every name that no call can have.
    """
    names = {"site": key.site, "source": key.source, "external_id": key.external_id}
    found = [Fault(field, cause) for field, text in names.items() if (cause := unfit(text))]
    if found:
        raise NoticeRefused(source, found)
    return key
