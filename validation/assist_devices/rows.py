"""All that pumps must show."""

from pathlib import Path

from validation.assist_devices.extracorporeal import drains, fills, stays_shut
from validation.assist_devices.impella import in_leaking_valves
from validation.assist_devices.order import in_shock
from validation.interventions import with_misses

ALL = [*in_leaking_valves(), *fills(), *stays_shut(), *drains(), *in_shock()]
ROWS = with_misses(ALL, Path(__file__).with_name("misses.yaml"))
