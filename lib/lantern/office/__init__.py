"""The office: order files, customer lists, price list, calendar and books."""
