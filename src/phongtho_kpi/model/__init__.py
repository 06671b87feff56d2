"""The nouns: frozen records without behaviour that needs a library. Everything else speaks in them."""
