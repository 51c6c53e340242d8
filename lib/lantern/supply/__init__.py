"""Supply: materials, suppliers, deliveries, lots and stock."""
