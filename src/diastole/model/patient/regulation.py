"""Regulation of pressure, oxygen and water: baroreflex, blood gases, lung."""

from typing import Annotated

from diastole.model.input_blocks.block import Block
from diastole.model.input_blocks.quantity import Quantity


class Limb(Block):
    """Effect of the reflex on one thing, as a factor of the patient's own value."""

    arterial_gain: Annotated[float, Quantity("1", "[0, 10]", "change from no to full drive of the arterial receptors")]
    cardiopulmonary_gain: Annotated[float, Quantity("1", "[0, 10]", "the same of the cardiopulmonary receptors")]
    time_constant: Annotated[float, Quantity("s", "(0, 600]", "lag of the effect")]


class VenousLimb(Block):
    """Blood that the reflex presses out of the veins, per body weight."""

    arterial_gain: Annotated[
        float, Quantity("mL/kg", "[0, 50]", "change from no to full drive of the arterial receptors")
    ]
    cardiopulmonary_gain: Annotated[float, Quantity("mL/kg", "[0, 50]", "the same of the cardiopulmonary receptors")]
    time_constant: Annotated[float, Quantity("s", "(0, 600]", "lag of the effect")]


class Baroreflex(Block):
    """Receptors of pressure and what they drive; at work only where a run says so."""

    arterial_midpoint: Annotated[
        float, Quantity("mmHg", "(0, 200]", "mean aortic pressure at half drive of receptors that have not reset")
    ]
    usual_pressure: Annotated[
        float, Quantity("mmHg", "(0, 200]", "mean aortic pressure that receptors live at that have not reset")
    ]
    resetting: Annotated[
        float,
        Quantity(
            "1", "[0, 1]", "share of the way from the usual to the patient's own pressure that the receptors have reset"
        ),
    ]
    arterial_width: Annotated[
        float, Quantity("mmHg", "(0, 100]", "pressure over which the drive falls e-fold at its ends")
    ]
    cardiopulmonary_midpoint: Annotated[
        float, Quantity("mmHg", "[-10, 50]", "right atrial pressure at half sympathetic drive")
    ]
    cardiopulmonary_width: Annotated[
        float, Quantity("mmHg", "(0, 50]", "pressure over which the drive falls e-fold at its ends")
    ]
    rate: Limb
    contractility: Limb
    resistance: Limb
    veins: VenousLimb


class Oxygen(Block):
    """Oxygen in the blood and its use by the body."""

    haemoglobin: Annotated[float, Quantity("g/dL", "(0, 30]", "haemoglobin of the blood")]
    arterial_saturation: Annotated[float, Quantity("1", "(0, 1]", "arterial oxygen saturation")]
    consumption: Annotated[float, Quantity("mL/min/m²", "(0, 600]", "oxygen consumption of the body by its surface")]


class Lung(Block):
    """How water leaves the capillaries of the lung."""

    filtration: Annotated[float, Quantity("mL/min/mmHg", "(0, 20]", "filtration coefficient of both lungs")]
    reflection: Annotated[float, Quantity("1", "[0, 1]", "reflection of protein by the wall")]
    plasma_oncotic: Annotated[float, Quantity("mmHg", "[0, 60]", "oncotic pressure of plasma")]
    tissue_oncotic: Annotated[float, Quantity("mmHg", "[0, 60]", "oncotic pressure of the tissue")]
    tissue_pressure: Annotated[float, Quantity("mmHg", "[-30, 30]", "pressure of the tissue")]
    greatest_lymph: Annotated[float, Quantity("mL/min", "[0, 50]", "largest flow of lymph from both lungs")]
