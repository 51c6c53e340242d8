"""The chatbot pilot: its plan, its tickets, and the file that the desks keep."""
