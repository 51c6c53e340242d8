"""The workshop: production steps on the shop floor, and inspected pieces."""
