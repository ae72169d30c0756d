"""Files of a run: NetCDF dataset, XDMF for ParaView, pictures of the cut wall, an animation for the web (glTF)."""
