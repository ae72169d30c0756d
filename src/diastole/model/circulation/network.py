"""The closed loop as data: which store holds blood, and which link joins which stores.

Reads like the figure in ``docs/physics``. ``assembly`` turns it into a module; nothing here is an equation.
"""

from typing import NamedTuple


class Store(NamedTuple):
    """A place that holds blood."""

    name: str
    kind: str  # a key of elements.STORES


class Link(NamedTuple):
    """A way for blood from one store to another; flow is positive from source to target."""

    name: str
    kind: str  # a key of elements.LINKS
    source: str
    target: str


class Network(NamedTuple):
    """Stores and the links between them."""

    stores: tuple[Store, ...]
    links: tuple[Link, ...]


CLOSED_LOOP = Network(
    stores=(
        Store("la", "atrium"),
        Store("lv", "ventricle"),
        Store("ra", "atrium"),
        Store("rv", "ventricle"),
        Store("ascending_aorta", "vessel"),
        Store("thoracic_aorta", "vessel_with_balloon"),
        Store("abdominal_aorta", "vessel"),
        Store("upper_body", "vessel"),
        Store("systemic_veins", "vessel"),
        Store("pulmonary_arteries", "vessel"),
        Store("pulmonary_veins", "vessel"),
        Store("epicardial_arteries", "vessel"),
        Store("subendocardium", "squeezed_vessel"),
        Store("subepicardium", "squeezed_vessel"),
    ),
    links=(
        Link("mitral", "valve", "la", "lv"),
        Link("aortic", "valve", "lv", "ascending_aorta"),
        Link("tricuspid", "valve", "ra", "rv"),
        Link("pulmonary", "valve", "rv", "pulmonary_arteries"),
        Link("septal_defect", "hole", "lv", "rv"),
        Link("aortic_arch", "segment", "ascending_aorta", "thoracic_aorta"),
        Link("descending_aorta", "segment", "thoracic_aorta", "abdominal_aorta"),
        Link("pulmonary_bed", "segment", "pulmonary_arteries", "pulmonary_veins"),
        Link("head_and_arm_arteries", "bed", "ascending_aorta", "upper_body"),
        Link("upper_body_bed", "arterioles", "upper_body", "systemic_veins"),
        Link("lower_body_bed", "arterioles", "abdominal_aorta", "systemic_veins"),
        Link("venae_cavae", "bed", "systemic_veins", "ra"),
        Link("pulmonary_vein_ostia", "bed", "pulmonary_veins", "la"),
        Link("coronary_arteries", "bed", "ascending_aorta", "epicardial_arteries"),
        Link("subendocardial_arterioles", "squeezed_bed", "epicardial_arteries", "subendocardium"),
        Link("subepicardial_arterioles", "squeezed_bed", "epicardial_arteries", "subepicardium"),
        Link("subendocardial_veins", "squeezed_bed", "subendocardium", "ra"),
        Link("subepicardial_veins", "squeezed_bed", "subepicardium", "ra"),
        Link("axial_pump", "pump", "lv", "ascending_aorta"),
        Link("venous_drainage", "drainage", "ra", "abdominal_aorta"),
        Link("left_atrial_drainage", "drainage", "la", "abdominal_aorta"),
    ),
)

# The left ventricle is solved elsewhere; the circulation sees a line of pressure against volume.
COUPLED_LOOP = CLOSED_LOOP._replace(
    stores=tuple(Store("lv", "chamber") if store.name == "lv" else store for store in CLOSED_LOOP.stores)
)
