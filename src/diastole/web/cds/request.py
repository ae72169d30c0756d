"""Requests of a client: calls of the three hooks and feedback on cards, as in CDS Hooks 2.0.1."""

# ruff: noqa: N815 - the names are those of the specification

from typing import Annotated, Any, Literal, Self

from pydantic import AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field, SecretStr, model_validator

UUID = r"^(urn:uuid:)?[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$"
PATIENT = "Patient/"
LAY_USERS = (PATIENT, "RelatedPerson/")  # users who get no verdict


def _short(reference: object) -> object:
    """Return a reference to a person without the address of its server and without a version."""
    return "/".join(reference.split("/_history/")[0].split("/")[-2:]) if isinstance(reference, str) else reference


def _bare(identity: object) -> object:
    """Return the id of a patient, also of one that was sent as a reference."""
    return str(_short(identity)).removeprefix(PATIENT) if isinstance(identity, str) else identity


type FhirId = Annotated[str, Field(pattern=r"^[A-Za-z0-9.\-]{1,64}$")]
type Text = Annotated[str, Field(min_length=1, max_length=10_000)]
type Address = Annotated[str, Field(pattern=r"^https?://[^\s]{1,2000}$")]
type User = Annotated[
    str,
    BeforeValidator(_short),
    Field(pattern=r"^(Practitioner|PractitionerRole|Patient|RelatedPerson)/[A-Za-z0-9.\-]{1,64}$"),
]
type Json = dict[str, Any]


class _Record(BaseModel):
    """A part of a request, frozen."""

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)  # unknown fields are allowed


class Authorization(_Record):
    """Access to the client's FHIR server; never used, because this service calls no server."""

    access_token: SecretStr
    token_type: Annotated[str, Field(pattern=r"^(?i:bearer)$")]
    expires_in: Annotated[int, Field(ge=0)]
    scope: str
    subject: str | None = None
    patient: str | None = None


class HookContext(_Record):
    """The context of every hook."""

    userId: User
    patientId: Annotated[FhirId, BeforeValidator(_bare)]
    encounterId: FhirId | None = None

    @property
    def is_lay(self) -> bool:
        """Whether the user is the patient or a relative."""
        return self.userId.startswith(LAY_USERS)


class SignContext(HookContext):
    """The context of order-sign."""

    draftOrders: Json


class SelectContext(SignContext):
    """The context of order-select."""

    selections: Annotated[list[Text], Field(max_length=1000)]


class _Call(_Record):
    """What every call of the service has."""

    hookInstance: Annotated[str, Field(pattern=UUID)]
    fhirServer: Address | None = None
    fhirAuthorization: Authorization | None = None
    prefetch: dict[str, Json | None] | None = None

    @model_validator(mode="after")
    def _server_with_token(self) -> Self:
        if self.fhirAuthorization is not None and self.fhirServer is None:
            raise ValueError("fhirAuthorization needs fhirServer")
        return self


class PatientView(_Call):
    """A call because a patient's record is opened."""

    hook: Literal["patient-view"]
    context: HookContext


class OrderSelect(_Call):
    """A call because orders are selected."""

    hook: Literal["order-select"]
    context: SelectContext


class OrderSign(_Call):
    """A call because orders are about to be signed."""

    hook: Literal["order-sign"]
    context: SignContext


type Call = PatientView | OrderSelect | OrderSign


class AcceptedSuggestion(_Record):
    """A suggestion that was accepted."""

    id: Text


class ReasonCode(_Record):
    """The code of a reason for overriding a card."""

    code: Text
    system: Text
    display: Text | None = None


class OverrideReason(_Record):
    """The reason for overriding a card."""

    reason: ReasonCode | None = None
    userComment: Text | None = None


class Feedback(_Record):
    """Feedback on one card."""

    card: Text
    outcome: Literal["accepted", "overridden"]
    acceptedSuggestions: Annotated[list[AcceptedSuggestion], Field(max_length=100)] | None = None
    overrideReason: OverrideReason | None = None
    outcomeTimestamp: AwareDatetime

    @model_validator(mode="after")
    def _accepted_what(self) -> Self:
        if self.outcome == "accepted" and not self.acceptedSuggestions:
            raise ValueError("acceptedSuggestions is required where the outcome is accepted")
        return self


class FeedbackList(_Record):
    """Feedback on several cards."""

    feedback: Annotated[list[Feedback], Field(max_length=1000)]
