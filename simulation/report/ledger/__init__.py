"""The ledger of claims as pages, figures and a table in the terminal, in English and Chinese."""
