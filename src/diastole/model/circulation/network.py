"""The closed loop as data: which store holds blood, and which link joins which stores.

Reads like the figure in ``docs/physics``. ``assembly`` turns it into a module; nothing here is an equation.
"""

from diastole.model.devices.register import DEVICES
from diastole.model.wiring import Link, Network, Store

INSIDE = {store: kind for device in DEVICES for store, kind in device.inside.items()}  # kind of a store with a device

CLOSED_LOOP = Network(
    stores=tuple(
        Store(name, INSIDE.get(name, kind))
        for name, kind in (
            ("la", "atrium"),
            ("lv", "ventricle"),
            ("ra", "atrium"),
            ("rv", "ventricle"),
            ("ascending_aorta", "artery"),
            ("thoracic_aorta", "artery"),
            ("abdominal_aorta", "artery"),
            ("upper_body", "artery"),
            ("lower_body", "artery"),
            ("systemic_veins", "vessel"),
            ("great_veins", "vessel"),
            ("pulmonary_arteries", "vessel"),
            ("pulmonary_veins", "vessel"),
            ("intramural_arteries", "squeezed_artery"),
            ("subendocardium", "squeezed_vessel"),
            ("subepicardium", "squeezed_vessel"),
        )
    ),
    links=(
        Link("mitral", "inlet_valve", "la", "lv"),
        Link("aortic", "valve", "lv", "ascending_aorta"),
        Link("tricuspid", "valve", "ra", "rv"),
        Link("pulmonary", "valve", "rv", "pulmonary_arteries"),
        Link("septal_defect", "hole", "lv", "rv"),
        Link("aortic_arch", "segment", "ascending_aorta", "thoracic_aorta"),
        Link("descending_aorta", "segment", "thoracic_aorta", "abdominal_aorta"),
        Link("pulmonary_bed", "segment", "pulmonary_arteries", "pulmonary_veins"),
        Link("head_and_arm_arteries", "bed", "ascending_aorta", "upper_body"),
        Link("upper_body_bed", "arterioles", "upper_body", "systemic_veins"),
        Link("trunk_and_leg_arteries", "bed", "abdominal_aorta", "lower_body"),
        Link("lower_body_bed", "arterioles", "lower_body", "systemic_veins"),
        Link("venous_return", "bed", "systemic_veins", "great_veins"),
        Link("venae_cavae", "bed", "great_veins", "ra"),
        Link("pulmonary_vein_ostia", "bed", "pulmonary_veins", "la"),
        Link("coronary_arteries", "bed", "ascending_aorta", "intramural_arteries"),
        Link("subendocardial_arterioles", "squeezed_bed", "intramural_arteries", "subendocardium"),
        Link("subepicardial_arterioles", "squeezed_bed", "intramural_arteries", "subepicardium"),
        Link("subendocardial_veins", "squeezed_bed", "subendocardium", "ra"),
        Link("subepicardial_veins", "squeezed_bed", "subepicardium", "ra"),
        *(link for device in DEVICES for link in device.links),
    ),
)


def coupled(*chambers: str) -> Network:
    """Return the closed loop with chambers solved elsewhere: of each it sees a line of pressure against volume."""
    stores = (Store(one.name, "chamber") if one.name in chambers else one for one in CLOSED_LOOP.stores)
    return CLOSED_LOOP._replace(stores=tuple(stores))


COUPLED_LOOP = coupled("lv")
COUPLED_VENTRICLES = coupled("lv", "rv")
