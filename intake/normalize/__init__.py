"""What cells mean: numbers, codes, dates, periods, states and names, understood or said not to be. Never guessed."""
