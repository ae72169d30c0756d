"""The base of all JSON shapes: fields with their meaning; output and schema follow from them."""

from math import isfinite
from typing import Annotated, Any, ClassVar, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, RootModel

from diastole.model.measures.definitions import MEASURES

Scalar = bool | int | float | str
Json = dict[str, Any]


def finite(value: float | None) -> float | None:
    """Return a plain number; None where it is not defined or not finite, for which JSON has no word."""
    return float(value) if value is not None and isfinite(value) else None


Number = Annotated[float | None, BeforeValidator(finite)]  # null where it is not defined or not finite
Text = Annotated[str | None, BeforeValidator(lambda text: text or None)]  # null where it is empty
PatientName = Annotated[str, BeforeValidator(lambda patient: patient.name)]  # read from a patient


class Shape(BaseModel):
    """An object of JSON; a field that was not given is left out of it."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", populate_by_name=True, use_attribute_docstrings=True, from_attributes=True
    )

    @classmethod
    def of(cls, *sources: Any, **values: Any) -> Self:
        """Return a shape: each field from ``values``, else from the first source that has an attribute of its name.

        A field that is not required is left out where the source has nothing for it.
        """
        for name, field in cls.model_fields.items():
            source = next((each for each in sources if hasattr(each, name)), None)
            if name not in values and source is not None:
                value = getattr(source, name)
                if field.is_required() or value not in (None, ""):
                    values[name] = value
        return cls(**values)


class Document(Shape):
    """The output of a command with ``--json``; the number in its name rises when programs that read it must change."""

    NAME: ClassVar[str]

    schema_: Annotated[str, Field(alias="schema")]
    """Name of this shape, and its number."""

    @classmethod
    def of(cls, *sources: Any, **values: Any) -> Self:
        """Return a document with its name, as `Shape.of`."""
        return super().of(*sources, schema_=cls.NAME, **values)

    def json_object(self) -> Json:
        """Return what is printed."""
        return self.model_dump(mode="json", by_alias=True, exclude_unset=True)

    @classmethod
    def json_schema(cls) -> Json:
        """Return the JSON Schema of what is printed."""
        schema = cls.model_json_schema(mode="serialization")
        schema["properties"]["schema"]["const"] = cls.NAME
        return {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": cls.NAME, **schema}


class MeasuresJson(RootModel[dict[str, Number]]):
    """Every measure of the vocabulary by its name; null where it is not defined."""

    model_config = ConfigDict(
        frozen=True,
        json_schema_extra={
            "properties": {
                name: {"type": ["number", "null"], "description": f"{each.title}. {each.definition}", "unit": each.unit}
                for name, each in MEASURES.items()
            },
            "additionalProperties": False,
        },
    )


def units() -> dict[str, str]:
    """Return the unit of each measure."""
    return {name: measure.unit for name, measure in MEASURES.items()}
