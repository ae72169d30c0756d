"""The finite-element ventricle on the same circulation; needs the extra ``heart3d``."""
