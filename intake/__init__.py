"""Data in: workbooks and databases, read safely, understood cell by cell, shown before anything is written."""
