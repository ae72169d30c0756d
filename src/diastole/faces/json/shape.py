"""What every shape of JSON shares: fields with their meaning beside them, from which come the output and its schema."""

from collections.abc import Mapping
from math import isfinite
from typing import Annotated, Any, ClassVar, Self

from pydantic import BaseModel, ConfigDict, Field, RootModel

from diastole.model.measures.definitions import MEASURES

Scalar = bool | int | float | str
Json = dict[str, Any]


class Shape(BaseModel):
    """An object of JSON; a field that was not given is left out of it."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", populate_by_name=True, use_attribute_docstrings=True, from_attributes=True
    )


class Document(Shape):
    """What a command prints with ``--json``; the number at the end of its name rises when a reader has to change."""

    NAME: ClassVar[str]

    schema_: Annotated[str, Field(alias="schema")]
    """Name of this shape, and its number."""

    @classmethod
    def made(cls, **values: Any) -> Self:
        """Return a document with its name."""
        return cls(schema_=cls.NAME, **values)

    def json_object(self) -> Json:
        """Return what is printed."""
        return self.model_dump(mode="json", by_alias=True, exclude_unset=True)

    @classmethod
    def json_schema(cls) -> Json:
        """Return the JSON Schema of what is printed."""
        schema = cls.model_json_schema(mode="serialization")
        schema["properties"]["schema"]["const"] = cls.NAME
        return {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": cls.NAME, **schema}


class MeasuresJson(RootModel[dict[str, float | None]]):
    """Every measure of the vocabulary by its name; null where it is not defined."""

    model_config = ConfigDict(
        frozen=True,
        json_schema_extra={
            "properties": {
                name: {
                    "type": ["number", "null"],
                    "description": f"{one.title}. {one.definition}",
                    "unit": one.unit,
                }
                for name, one in MEASURES.items()
            },
            "additionalProperties": False,
        },
    )

    @classmethod
    def of(cls, measures: Mapping[str, float | None]) -> Self:
        """Return measures as they are printed."""
        return cls({name: finite(value) for name, value in measures.items()})


def finite(value: float | None) -> float | None:
    """Return a plain number; none where it is not defined or not finite, for which JSON has no word."""
    return float(value) if value is not None and isfinite(value) else None


def finite_each(values: Mapping[str, float | None]) -> dict[str, float | None]:
    """Return plain numbers, as `finite`."""
    return {name: finite(value) for name, value in values.items()}


def units() -> dict[str, str]:
    """Return the unit of each measure."""
    return {name: measure.unit for name, measure in MEASURES.items()}
