"""/explorar: any two columns of the clean table against each other, in numbers and in a chart."""
