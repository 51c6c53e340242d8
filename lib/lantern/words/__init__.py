"""Words for made-up people, firms and texts."""
