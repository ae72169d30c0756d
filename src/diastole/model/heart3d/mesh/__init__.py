"""The shape of the wall: drawn or read from a file, with fibres, segments and named surfaces."""
