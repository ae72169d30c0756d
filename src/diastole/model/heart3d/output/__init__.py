"""Files and pictures of a run: dataset, ParaView, cut walls, the beating wall for the web."""
