"""Where blood is outside the heart, and what it flows through."""

from typing import Annotated

from diastole.model.input_blocks.block import Block
from diastole.model.input_blocks.quantity import Quantity


class Vessel(Block):
    """A compliant store of blood."""

    compliance: Annotated[float, Quantity("mL/mmHg", "(0, 1000]", "compliance, before it stiffens")]
    unstressed_volume: Annotated[float, Quantity("mL", "[0, 6000]", "volume without pressure")]
    wall_viscosity: Annotated[float, Quantity("mmHg s/mL", "[0, 10]", "viscosity of the wall")]
    stiffening: Annotated[float, Quantity("mmHg/mL²", "[0, 10]", "stiffening as it fills")]


class Artery(Block):
    """A store of blood whose wall stiffens with pressure."""

    compliance: Annotated[float, Quantity("mL/mmHg", "(0, 1000]", "compliance at 100 mmHg")]
    unstressed_volume: Annotated[float, Quantity("mL", "[0, 6000]", "volume without pressure")]
    wall_viscosity: Annotated[float, Quantity("mmHg s/mL", "[0, 10]", "viscosity of the wall")]


class Vessels(Block):
    """The stores of blood."""

    ascending_aorta: Artery
    thoracic_aorta: Artery
    abdominal_aorta: Artery
    upper_body: Artery
    lower_body: Artery
    systemic_veins: Vessel
    great_veins: Vessel
    pulmonary_arteries: Vessel
    pulmonary_veins: Vessel

    @property
    def unstressed_volume(self) -> float:
        """Volume of all of them without pressure [mL]."""
        stores: list[Vessel | Artery] = [getattr(self, name) for name in type(self).model_fields]
        return sum(store.unstressed_volume for store in stores)


class Segment(Block):
    """A blood column with inertia."""

    resistance: Annotated[float, Quantity("mmHg s/mL", "[0, 100]", "resistance")]
    inertance: Annotated[float, Quantity("mmHg s²/mL", "(0, 1]", "inertance")]


class Segments(Block):
    """Ways with inertia between stores."""

    aortic_arch: Segment
    descending_aorta: Segment
    pulmonary_bed: Segment


def _resistance(meaning: str) -> Quantity:
    """Describe a resistance."""
    return Quantity("mmHg s/mL", "(0, 1000]", f"resistance of {meaning}")


class Resistances(Block):
    """Ways without inertia between stores."""

    head_and_arm_arteries: Annotated[float, _resistance("the arteries to head and arms")]
    trunk_and_leg_arteries: Annotated[float, _resistance("the arteries to trunk and legs")]
    upper_body_bed: Annotated[float, _resistance("the small vessels of head and arms, above their closing pressure")]
    lower_body_bed: Annotated[float, _resistance("the small vessels of trunk and legs, above their closing pressure")]
    venous_return: Annotated[float, _resistance("the veins of the body into the great ones")]
    venae_cavae: Annotated[float, _resistance("the great veins into the right atrium")]
    pulmonary_vein_ostia: Annotated[float, _resistance("the lung veins into the left atrium")]
    coronary_arteries: Annotated[float, _resistance("the coronary arteries on the heart")]


class SystemicArterioles(Block):
    """Common properties of the small vessels of head, arms, trunk and legs."""

    closing_pressure: Annotated[float, Quantity("mmHg", "[0, 300]", "arterial pressure under which no blood flows")]


class CoronaryArteries(Block):
    """Small arteries inside the left ventricular wall, before its arterioles, which systole squeezes."""

    compliance: Annotated[float, Quantity("mL/mmHg", "(0, 10]", "compliance")]
    unstressed_volume: Annotated[float, Quantity("mL", "[0, 100]", "volume without pressure")]
    transmission: Annotated[float, Quantity("1", "[0, 2]", "share of the cavity pressure that squeezes them")]


class CoronaryLayer(Block):
    """Vessels inside one half of the left ventricular wall, which systole squeezes."""

    compliance: Annotated[float, Quantity("mL/mmHg", "(0, 10]", "compliance")]
    unstressed_volume: Annotated[float, Quantity("mL", "[0, 100]", "volume without pressure")]
    reference_volume: Annotated[float, Quantity("mL", "(0, 100]", "volume at which the resistances are given")]
    transmission: Annotated[float, Quantity("1", "[0, 2]", "share of the cavity pressure that squeezes them")]
    arterioles: Annotated[float, _resistance("the arterioles, wide open, at the reference volume")]
    veins: Annotated[float, _resistance("the veins, at the reference volume")]


class Coronary(Block):
    """The bed of the left ventricular wall and what its arterioles hold."""

    arteries: CoronaryArteries
    subendocardium: CoronaryLayer
    subepicardium: CoronaryLayer
    extraction: Annotated[
        float, Quantity("1", "(0, 1)", "share of the oxygen that is taken up where the supply suffices")
    ]
    subendocardial_share: Annotated[float, Quantity("1", "(0, 1)", "share of the wall's need in its inner half")]
    basal_need: Annotated[float, Quantity("mL/min/kg", "[0, 200]", "oxygen need of the resting wall")]
    activation_need: Annotated[float, Quantity("mL/kg", "[0, 10]", "oxygen need of calcium handling in a beat")]
    reaction_time: Annotated[float, Quantity("s", "(0, 600]", "time constant of the arterioles")]
    ischaemia_time: Annotated[float, Quantity("s", "(0, 36000]", "time constant with which a deficit weakens the wall")]

    @property
    def unstressed_volume(self) -> float:
        """Volume of arteries and both layers without pressure [mL]."""
        return (
            self.arteries.unstressed_volume
            + self.subendocardium.unstressed_volume
            + self.subepicardium.unstressed_volume
        )
