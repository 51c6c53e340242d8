"""The files of the workshop floor: production and inspection."""
