"""Launch links: where they stand, where they lead, how they are made and mended."""
