"""Conversations with the chatbot, and the phrases they are made of."""
