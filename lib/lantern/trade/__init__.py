"""Trade, the truth behind all files: days, products, buyers, demand and the order book."""
