"""The files of sales and office: price list, orders, customer lists, books, calendar."""
