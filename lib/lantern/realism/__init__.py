"""How realistic the company is: measures, and the figures that they are held to."""
