"""Mechanics of the wall: passive material, cross-bridges, and equilibrium with the pressure in the cavity.

``loaded_ventricle`` and ``user_wall`` make a ventricle in its end-diastolic shape, ``unloading`` finds its shape
without load, ``finite_element_wall`` solves it under pressure, ``wall_crossbridges`` makes its active stress.
"""
