"""Files about people and the decisions made about them, and the offers of tools."""
