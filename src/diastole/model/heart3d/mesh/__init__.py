"""Geometry of the wall in arrays and tetrahedra: one ventricle or two drawn by gmsh, or a user's mesh, checked.

Also its named surfaces (ENDO, EPI, BASE), fibre directions, the seventeen segments and finer meshes.
"""
