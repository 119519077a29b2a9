"""The page /preguntas: all that the rules of questions found."""
