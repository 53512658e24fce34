"""The build as a star schema: tables of facts, of the things they speak of, of the words behind them, and of codes.

`declared.py` says what the tables are; `filling.py` puts a selection into an SQLite file on disk, report by report,
from which the other formats are written, so that memory does not grow with the number of reports.
"""
