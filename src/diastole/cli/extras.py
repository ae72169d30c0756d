"""The engine of the 3D heart, for commands that need it."""


def load_engine() -> None:
    """Import the simulator and then the engine of the 3D heart.

    Raise InputError if the engine is not installed, or cannot be loaded.
    """
    import diastole.model.run  # noqa: F401
    from diastole.model.heart3d.availability import require  # loads FEniCSx where it is installed

    require()
