"""The language of receipt printers: commands, tokenizer, status, replies, encoder."""
