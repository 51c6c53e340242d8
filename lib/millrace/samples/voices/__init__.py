"""What people write: the group chat, complaints, and the grammars behind them."""
