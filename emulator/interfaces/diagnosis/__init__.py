"""How `posemu diagnose` asks, answers, learns and is measured."""
