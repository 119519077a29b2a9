"""The page /diccionario: what every published column means."""
