"""The finite-element ventricle on the same circulation; where its engine is missing, only parts without it load."""

from diastole.model.heart3d.availability import available, require

if available():
    require()  # before any module here imports dolfinx: the order of its parts matters
