"""The page /proyectos: the general state of the projects."""
