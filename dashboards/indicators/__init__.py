"""The page /indicadores: the fulfilment of what is measured."""
