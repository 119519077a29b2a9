"""The page /componentes: every component in every state."""
