"""The files of the chatbot pilot: tickets and conversations."""
