"""The files of purchasing and store: suppliers, materials, deliveries, stock."""
