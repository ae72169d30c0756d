"""What holds pressure, oxygen and water in their range: baroreflex, blood gases, lung."""

from typing import Annotated

from diastole.model.blocks.block import Block
from diastole.model.blocks.quantity import quantity


class Limb(Block):
    """What the reflex does to one thing, as a factor of the patient's own value."""

    arterial_gain: Annotated[
        float, quantity("1", at_least=0, at_most=10, meaning="change from no to full drive of the arterial receptors")
    ]
    cardiopulmonary_gain: Annotated[
        float, quantity("1", at_least=0, at_most=10, meaning="the same of the cardiopulmonary receptors")
    ]
    time_constant: Annotated[float, quantity("s", above=0, at_most=600, meaning="lag of the effect")]


class VenousLimb(Block):
    """Blood that the reflex presses out of the veins, per body weight."""

    arterial_gain: Annotated[
        float,
        quantity("mL/kg", at_least=0, at_most=50, meaning="change from no to full drive of the arterial receptors"),
    ]
    cardiopulmonary_gain: Annotated[
        float, quantity("mL/kg", at_least=0, at_most=50, meaning="the same of the cardiopulmonary receptors")
    ]
    time_constant: Annotated[float, quantity("s", above=0, at_most=600, meaning="lag of the effect")]


class Baroreflex(Block):
    """Receptors of pressure and what they drive; at work only where a run says so."""

    arterial_midpoint: Annotated[
        float,
        quantity(
            "mmHg", above=0, at_most=200, meaning="mean aortic pressure at half drive of receptors that have not reset"
        ),
    ]
    usual_pressure: Annotated[
        float,
        quantity(
            "mmHg", above=0, at_most=200, meaning="mean aortic pressure that receptors live at that have not reset"
        ),
    ]
    resetting: Annotated[
        float,
        quantity(
            "1",
            at_least=0,
            at_most=1,
            meaning="share of the way from the usual to the patient's own pressure that the receptors have reset",
        ),
    ]
    arterial_width: Annotated[
        float, quantity("mmHg", above=0, at_most=100, meaning="pressure over which the drive falls e-fold at its ends")
    ]
    cardiopulmonary_midpoint: Annotated[
        float, quantity("mmHg", at_least=-10, at_most=50, meaning="right atrial pressure at half sympathetic drive")
    ]
    cardiopulmonary_width: Annotated[
        float, quantity("mmHg", above=0, at_most=50, meaning="pressure over which the drive falls e-fold at its ends")
    ]
    rate: Limb
    contractility: Limb
    resistance: Limb
    veins: VenousLimb


class Oxygen(Block):
    """Oxygen in the blood and its use by the body."""

    haemoglobin: Annotated[float, quantity("g/dL", above=0, at_most=30, meaning="haemoglobin of the blood")]
    arterial_saturation: Annotated[float, quantity("1", above=0, at_most=1, meaning="arterial oxygen saturation")]
    consumption: Annotated[
        float, quantity("mL/min/m²", above=0, at_most=600, meaning="oxygen consumption of the body by its surface")
    ]


class Lung(Block):
    """How water leaves the capillaries of the lung."""

    filtration: Annotated[
        float, quantity("mL/min/mmHg", above=0, at_most=20, meaning="filtration coefficient of both lungs")
    ]
    reflection: Annotated[float, quantity("1", at_least=0, at_most=1, meaning="reflection of protein by the wall")]
    plasma_oncotic: Annotated[float, quantity("mmHg", at_least=0, at_most=60, meaning="oncotic pressure of plasma")]
    tissue_oncotic: Annotated[float, quantity("mmHg", at_least=0, at_most=60, meaning="oncotic pressure of the tissue")]
    tissue_pressure: Annotated[float, quantity("mmHg", at_least=-30, at_most=30, meaning="pressure of the tissue")]
    greatest_lymph: Annotated[
        float, quantity("mL/min", at_least=0, at_most=50, meaning="largest flow of lymph from both lungs")
    ]
