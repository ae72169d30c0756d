"""The rows of pumps."""

from validation.phenomena.assist_devices.extracorporeal import drains, fills, stays_shut
from validation.phenomena.assist_devices.impella import in_leaking_valves
from validation.phenomena.assist_devices.order import in_shock

ROWS = [*in_leaking_valves(), *fills(), *stays_shut(), *drains(), *in_shock()]
