"""The history of the tables. `python -m data_models.migrations "what changes"` writes the next step from the models."""
