"""The 3D heart: the left ventricle, or both, of finite elements (FEniCSx), on the circulation of the 0D heart.

Imports go one way through its folders: ``mesh`` (shape of the wall), ``conduction`` (activation times), ``wall``
(mechanics and muscle), ``run`` (beats to the steady state), ``output`` (files and pictures). Without FEniCSx the
package still loads, and so do the modules that do not need it.
"""

from diastole.model.heart3d.availability import available, require

if available():
    require()  # before any module here imports dolfinx: the order of its parts matters
