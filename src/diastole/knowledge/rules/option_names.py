"""Names of the options that rules concern: drugs, pacing, devices, operations."""

from diastole.model.devices.register import DEVICES
from diastole.model.drugs.formulary import DRUGS
from diastole.model.operations import OPERATIONS

EVERY = "any"  # in a rule: every option
OPTIONS = (
    *DRUGS, "pacing_faster", "pacing_slower", *(model.name for device in DEVICES for model in device.models),
    *OPERATIONS,
)  # fmt: skip
