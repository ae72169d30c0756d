"""Machine code of the laws: their source is read with values that write LLVM instructions."""
