"""Where blood is outside the heart, and what it flows through."""

from typing import Annotated

from diastole.model.blocks.block import Block
from diastole.model.blocks.quantity import Quantity, quantity


class Vessel(Block):
    """A compliant store of blood."""

    compliance: Annotated[float, quantity("mL/mmHg", above=0, at_most=1000, meaning="compliance")]
    unstressed_volume: Annotated[float, quantity("mL", at_least=0, at_most=6000, meaning="volume without pressure")]
    wall_viscosity: Annotated[float, quantity("mmHg s/mL", at_least=0, at_most=10, meaning="viscosity of the wall")]


class Vessels(Block):
    """The stores of blood."""

    ascending_aorta: Vessel
    thoracic_aorta: Vessel
    abdominal_aorta: Vessel
    upper_body: Vessel
    systemic_veins: Vessel
    pulmonary_arteries: Vessel
    pulmonary_veins: Vessel
    epicardial_arteries: Vessel

    @property
    def unstressed_volume(self) -> float:
        """Volume of all of them without pressure [mL]."""
        stores: list[Vessel] = [getattr(self, name) for name in type(self).model_fields]
        return sum(store.unstressed_volume for store in stores)


class Segment(Block):
    """A blood column with inertia."""

    resistance: Annotated[float, quantity("mmHg s/mL", at_least=0, at_most=100, meaning="resistance")]
    inertance: Annotated[float, quantity("mmHg s²/mL", above=0, at_most=1, meaning="inertance")]


class Segments(Block):
    """Ways with inertia between stores."""

    aortic_arch: Segment
    descending_aorta: Segment
    pulmonary_bed: Segment


def _resistance(meaning: str) -> Quantity:
    """Describe a resistance."""
    return quantity("mmHg s/mL", above=0, at_most=1000, meaning=f"resistance of {meaning}")


class Resistances(Block):
    """Ways without inertia between stores."""

    head_and_arm_arteries: Annotated[float, _resistance("the arteries to head and arms")]
    upper_body_bed: Annotated[float, _resistance("the small vessels of head and arms, above their closing pressure")]
    lower_body_bed: Annotated[float, _resistance("the small vessels of trunk and legs, above their closing pressure")]
    venae_cavae: Annotated[float, _resistance("the great veins into the right atrium")]
    pulmonary_vein_ostia: Annotated[float, _resistance("the lung veins into the left atrium")]
    coronary_arteries: Annotated[float, _resistance("the coronary arteries on the heart")]


class SystemicArterioles(Block):
    """What the small vessels of head, arms, trunk and legs have in common."""

    closing_pressure: Annotated[
        float, quantity("mmHg", at_least=0, at_most=300, meaning="arterial pressure under which no blood flows")
    ]


class CoronaryLayer(Block):
    """Vessels inside one half of the left ventricular wall, which systole squeezes."""

    compliance: Annotated[float, quantity("mL/mmHg", above=0, at_most=10, meaning="compliance")]
    unstressed_volume: Annotated[float, quantity("mL", at_least=0, at_most=100, meaning="volume without pressure")]
    reference_volume: Annotated[
        float, quantity("mL", above=0, at_most=100, meaning="volume at which the resistances are given")
    ]
    transmission: Annotated[
        float, quantity("1", at_least=0, at_most=2, meaning="share of the cavity pressure that squeezes them")
    ]
    arterioles: Annotated[float, _resistance("the arterioles, wide open, at the reference volume")]
    veins: Annotated[float, _resistance("the veins, at the reference volume")]


class Coronary(Block):
    """The bed of the left ventricular wall and what its arterioles hold."""

    subendocardium: CoronaryLayer
    subepicardium: CoronaryLayer
    extraction: Annotated[
        float, quantity("1", above=0, below=1, meaning="share of the oxygen that is taken up where the supply suffices")
    ]
    subendocardial_share: Annotated[
        float, quantity("1", above=0, below=1, meaning="share of the wall's need in its inner half")
    ]
    basal_need: Annotated[
        float, quantity("mL/min/kg", at_least=0, at_most=200, meaning="oxygen need of the resting wall")
    ]
    activation_need: Annotated[
        float, quantity("mL/kg", at_least=0, at_most=10, meaning="oxygen need of calcium handling in a beat")
    ]
    reaction_time: Annotated[float, quantity("s", above=0, at_most=600, meaning="time constant of the arterioles")]
    ischaemia_time: Annotated[
        float, quantity("s", above=0, at_most=36000, meaning="time constant with which a deficit weakens the wall")
    ]

    @property
    def unstressed_volume(self) -> float:
        """Volume of both layers without pressure [mL]."""
        return self.subendocardium.unstressed_volume + self.subepicardium.unstressed_volume
